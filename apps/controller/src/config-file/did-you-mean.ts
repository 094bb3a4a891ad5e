import leven from 'leven';

const MOST_SHOWN = 3;
/** Longer names are compared by equality only. */
const LONGEST_COMPARED = 200;

/** A question that ends a sentence about a name that there is not; empty where no known name is like it. */
export function didYouMean(name: string, known: Iterable<string>): string {
  const found: { name: string; distance: number }[] = [];
  for (const candidate of known) {
    const distance = distanceBetween(name, candidate);
    if (distance !== null) found.push({ name: candidate, distance });
  }
  const nearest = found.toSorted((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : 1)).slice(0, MOST_SHOWN);
  return nearest.length === 0 ? '' : `; did you mean ${nearest.map((one) => one.name).join(' or ')}?`;
}

// A third of the letters, and two in any case, may be wrong. The last part of a path alone is a likely slip, too.
function distanceBetween(name: string, candidate: string): number | null {
  if (name.length > LONGEST_COMPARED) return null;
  const [asked, other] = [name.toLowerCase(), candidate.toLowerCase()];
  if (asked === other || other.endsWith(`/${asked}`)) return 0;
  const allowed = Math.max(2, Math.floor(asked.length / 3));
  if (Math.abs(asked.length - other.length) > allowed) return null;
  const distance = leven(asked, other);
  return distance <= Math.min(allowed, Math.max(1, other.length - 1)) ? distance : null;
}
