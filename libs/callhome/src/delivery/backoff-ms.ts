/** The longest wait after the first failed attempt. It doubles with every further one. */
export const BACKOFF_BASE_MS = 5_000;
/** No wait is longer than this: reached after the 11th failed attempt (5 s doubled ten times is 85 minutes). */
export const BACKOFF_CAP_MS = 3_600_000;

/**
 * Returns how long to wait after a failed attempt, in whole milliseconds: any time up to the exponential limit (full
 * jitter), so that deliveries which failed together do not come back together.
 *
 * `attempt` counts failed attempts from 1; `random` is from 0 to below 1.
 */
export function backoffMs(attempt: number, random: number): number {
  const limitMs = Math.min(BACKOFF_CAP_MS, BACKOFF_BASE_MS * 2 ** Math.max(0, attempt - 1));
  return Math.floor(random * limitMs);
}
