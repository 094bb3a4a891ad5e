import { TranscriptError } from '../../errors.js';
import type { SvmRecord } from './parse-svm-records.js';

/** Per model key: the canonical labels that mean it, the likeliest first (human label and attribute name of the API). */
export type Aliases<Key extends string> = Readonly<Record<Key, readonly string[]>>;

/**
 * Sorts a record into known keys and the rest. A key is null when no alias is printed, `''` when printed empty; a
 * label that was not needed stays in `extra`.
 */
export function takeFields<Key extends string>(
  aliases: Aliases<Key>,
  record: SvmRecord,
): { known: Record<Key, string | null>; extra: Record<string, string> } {
  const taken = new Set<string>();
  const keys = Object.keys(aliases) as Key[];
  const known = Object.fromEntries(
    keys.map((key) => {
      const label = aliases[key].find((alias) => Object.hasOwn(record, alias) && !taken.has(alias));
      if (label === undefined) return [key, null];
      taken.add(label);
      return [key, record[label] ?? null];
    }),
  ) as Record<Key, string | null>;
  return { known, extra: Object.fromEntries(Object.entries(record).filter(([label]) => !taken.has(label))) };
}

/** One record out of a reply about a single object, however many blocks it was printed in; the first block wins. */
export function mergeRecords(records: readonly SvmRecord[]): SvmRecord {
  return Object.assign({}, ...[...records].reverse()) as SvmRecord;
}

/** The text, or null when missing or empty. */
export function textOrNull(value: string | null): string | null {
  return value === null || value === '' ? null : value;
}

/** The number a value begins with (`256 GB` is 256), or null. Numbers arrive as text, large ones with an exponent. */
export function numberOrNull(value: string | null): number | null {
  const digits = /^-?\d+(?:\.\d+)?(?:E\+?\d{1,3})?(?![\w.:])/i.exec(value ?? '')?.[0];
  return digits === undefined ? null : Number(digits);
}

/** A count of bytes: a number without a unit, or with the word bytes. Null for `223.570 GB`: of which kind, it hides. */
export function bytesOrNull(value: string | null): number | null {
  return /^\d+(?:\.\d+)?(?:E\+?\d{1,3})?(?:\s*bytes?)?$/i.test(value ?? '') ? numberOrNull(value) : null;
}

/** `true|yes|enabled` and `false|no|disabled`, any case; null for anything else. */
export function booleanOrNull(value: string | null): boolean | null {
  if (/^(?:true|yes|enabled)$/i.test(value ?? '')) return true;
  return /^(?:false|no|disabled)$/i.test(value ?? '') ? false : null;
}

/**
 * The value of a key without which a record cannot be told from its neighbours.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - it is missing. Dropping the record would hide a failed part.
 */
export function required<Value>(value: Value | null, context: { command: string; missing: string }): Value {
  if (value === null) throw new TranscriptError('OUTPUT_UNREADABLE', context);
  return value;
}
