/** What a drive's printed state means. `mending`: it is being rebuilt or belongs to a foreign set; look, do not act. */
export type DriveVerdict = 'ok' | 'mending' | 'failed' | 'unknown';

/** What a logical drive's printed state means. `degraded`: it works and has lost its redundancy. */
export type LogicalVerdict = 'ok' | 'degraded' | 'failed' | 'unknown';

/**
 * Reads `firmwarestate` by keyword, in the vocabulary of LSI MegaCli, whose field set the SVM has; series with RAID in
 * software may use other words. A text without a known word is `unknown`, never `ok`.
 */
export function driveVerdict(firmwareState: string | null, foreignState: string | null): DriveVerdict {
  const text = firmwareState ?? '';
  // "Unconfigured(bad)" before "Unconfigured(good)", "offline" before "online": the worse word decides.
  if (/\b(?:fail\w*|offline|bad|missing|error|critical)\b/i.test(text)) return 'failed';
  if (/\b(?:rebuild\w*|copyback)\b/i.test(text)) return 'mending';
  if (!/\b(?:online|hot ?spare|good|ok|normal|optimal)\b/i.test(text)) return 'unknown';
  return /^foreign/i.test(foreignState ?? '') ? 'mending' : 'ok';
}

/** Reads a logical drive's `state` by keyword, as {@link driveVerdict} does. */
export function logicalVerdict(state: string | null): LogicalVerdict {
  const text = state ?? '';
  if (/\b(?:offline|fail\w*|missing)\b/i.test(text)) return 'failed';
  if (/\b(?:degraded|rebuild\w*)\b/i.test(text)) return 'degraded';
  return /\b(?:optimal|good|ok|normal|online)\b/i.test(text) ? 'ok' : 'unknown';
}
