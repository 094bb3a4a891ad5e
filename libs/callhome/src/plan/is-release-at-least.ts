/**
 * Compares releases such as `13.1`. Null when either text does not begin with two numbers: a release that could not be
 * read is neither old nor new.
 */
export function isReleaseAtLeast(release: string | null, least: string): boolean | null {
  const have = numbersOf(release);
  const need = numbersOf(least);
  if (have === null || need === null) return null;
  return have.major !== need.major ? have.major > need.major : have.minor >= need.minor;
}

function numbersOf(release: string | null): { major: number; minor: number } | null {
  const found = /^(\d+)\.(\d+)/.exec(release ?? '');
  return found === null ? null : { major: Number(found[1]), minor: Number(found[2]) };
}
