/**
 * Compares releases such as `13.1`. Null when either text does not begin with two numbers: a release that could not be
 * read is neither old nor new.
 */
export function isReleaseAtLeast(release: string | null, least: string): boolean | null {
  const have = releaseStanding(release);
  const need = releaseStanding(least);
  return have === null || need === null ? null : have >= need;
}

const MINORS = 100_000;
const ZERO = '0'.charCodeAt(0);

/**
 * Returns one number that orders releases; null as `isReleaseAtLeast`. Scanned by hand, not by a pattern: a plan of a
 * large fleet asks a million times.
 */
export function releaseStanding(release: string | null): number | null {
  if (release === null) return null;
  const dot = release.indexOf('.');
  const major = leadingNumber(release, 0);
  if (major === null || dot !== major.end) return null;
  const minor = leadingNumber(release, dot + 1);
  return minor === null ? null : major.number * MINORS + minor.number;
}

function leadingNumber(text: string, start: number): { number: number; end: number } | null {
  let number = 0;
  let end = start;
  for (; end < text.length; end += 1) {
    const digit = text.charCodeAt(end) - ZERO;
    if (digit < 0 || digit > 9) break;
    number = number * 10 + digit;
  }
  return end === start ? null : { number, end };
}
