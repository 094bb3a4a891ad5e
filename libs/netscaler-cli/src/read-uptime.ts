/** How long something runs. `resolutionMs` is the smallest unit printed: `41 days, 3 hours` is good to one hour. */
export interface Uptime {
  ms: number;
  resolutionMs: number;
}

const UNITS: readonly (readonly [RegExp, number])[] = [
  [/^w(?:ee)?ks?$/, 604_800_000],
  [/^d(?:ays?)?$/, 86_400_000],
  [/^h(?:ours?|rs?)?$/, 3_600_000],
  [/^m(?:in(?:ute)?s?)?$/, 60_000],
  [/^s(?:ec(?:ond)?s?)?$/, 1_000],
];

function unitMs(word: string): number | undefined {
  return UNITS.find(([name]) => name.test(word))?.[1];
}

/**
 * Reads `41 days, 3 hours` and `5 minutes, 12 seconds`: amounts with units, largest first or not. Null when any part
 * is something else; a bare number has no unit and is not guessed at.
 */
export function readUptime(printed: string): Uptime | null {
  const parts = printed
    .toLowerCase()
    .trim()
    .split(/\s*,\s*|\s+(?:and\s+)?(?=\d)/);
  let ms = 0;
  let resolutionMs = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    const found = /^(?<amount>\d{1,9})\s*(?<unit>[a-z]+)$/.exec(part)?.groups;
    const unit = found === undefined ? undefined : unitMs(found['unit'] ?? '');
    if (found === undefined || unit === undefined) return null;
    ms += Number(found['amount']) * unit;
    resolutionMs = Math.min(resolutionMs, unit);
  }
  return { ms, resolutionMs };
}
