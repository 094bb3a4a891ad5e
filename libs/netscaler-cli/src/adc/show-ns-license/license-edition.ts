/** The four editions, in the words the vendor uses now; older builds print the ones in brackets below. */
export type LicenseEdition = 'standard' | 'advanced' | 'premium' | 'gateway';

// Editions were renamed in 2018: Enterprise became Advanced, Platinum became Premium. Old words: vendor command
// reference 12.0 (`show ns license` outputs, `set ns capacity -edition`); new ones recalled.
const EDITIONS: readonly (readonly [RegExp, LicenseEdition])[] = [
  [/\bstandard\b/i, 'standard'],
  [/\b(?:enterprise|advanced)\b/i, 'advanced'],
  [/\b(?:platinum|premium)\b/i, 'premium'],
  [/\bgateway\b/i, 'gateway'],
];

/** Reads an edition from the printed licence type. Null when no edition, or more than one, is named. */
export function editionOf(printed: string): LicenseEdition | null {
  const named = EDITIONS.filter(([word]) => word.test(printed));
  return named.length === 1 ? (named[0]?.[1] ?? null) : null;
}
