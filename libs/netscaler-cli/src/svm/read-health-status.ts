/** The verdict of a status word. `not-applicable`: the part is not fitted or has no reading, which is no failure. */
export type HealthStatus = 'ok' | 'failed' | 'not-applicable' | 'unknown';

// `OK`/`ERROR`/`NA` are documented (SDX MIB, vendor SDK); `GOOD` is what monitors of real hosts wait for; the rest is
// the vocabulary of the drives and sensors behind them.
const OK = new Set(['OK', 'GOOD', 'NORMAL', 'UP', 'ONLINE', 'OPTIMAL', 'RUNNING']);
const FAILED = new Set(['ERROR', 'FAILED', 'FAIL', 'BAD', 'CRITICAL', 'DOWN', 'OFFLINE', 'MISSING']);
const NOT_APPLICABLE = new Set(['NA', 'N/A', 'NOT PRESENT', '']);

/** Reads a status word of any case. A word of no known set, or no word at all (null), is `unknown`: never `ok`. */
export function readHealthStatus(printed: string | null): HealthStatus {
  if (printed === null) return 'unknown';
  const word = printed.trim().toUpperCase();
  if (OK.has(word)) return 'ok';
  if (FAILED.has(word)) return 'failed';
  return NOT_APPLICABLE.has(word) ? 'not-applicable' : 'unknown';
}
