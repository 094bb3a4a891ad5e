// Postgres refuses NUL in text and jsonb, and jsonb refuses half a surrogate pair; either would lose a whole batch.
const REFUSED = /[\0\ud800-\udfff]/;

/** The picture that stands for a NUL where it cannot be stored. */
const NUL_SHOWN = '\u2400';

/**
 * The same value with every text in it such that Postgres takes it: NUL becomes its picture, half a surrogate pair
 * U+FFFD. Dates and other class instances are left as they are.
 */
export function storable<T>(value: T): T {
  return walk(value) as T;
}

function walk(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(walk);
  if (value === null || typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [storableText(key), walk(held)]));
}

function storableText(text: string): string {
  return REFUSED.test(text) ? Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', NUL_SHOWN) : text;
}
