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

/** Copies only what has to change: nearly every reading goes through as it is. */
function walk(value: unknown): unknown {
  if (typeof value === 'string') return storableText(value);
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return walkList(value);
  return Object.getPrototypeOf(value) === Object.prototype ? walkRecord(value as Record<string, unknown>) : value;
}

function walkList(list: readonly unknown[]): readonly unknown[] {
  const index = list.findIndex((held) => walk(held) !== held);
  return index === -1 ? list : list.map(walk);
}

function walkRecord(record: Record<string, unknown>): Record<string, unknown> {
  for (const key in record) {
    const held = record[key];
    if (walk(held) === held && !REFUSED.test(key)) continue;
    return Object.fromEntries(Object.entries(record).map(([name, value]) => [storableText(name), walk(value)]));
  }
  return record;
}

function storableText(text: string): string {
  return REFUSED.test(text) ? Buffer.from(text, 'utf8').toString('utf8').replaceAll('\0', NUL_SHOWN) : text;
}
