import { textOrNull } from './read-values.js';
import type { SvmRecord } from './svm-record.js';

/** Per model key: the canonical labels that mean it, the likeliest first (human label and attribute name of the API). */
export type Aliases<Key extends string> = Readonly<Record<Key, readonly string[]>>;

/** Says that there is no value, so nothing is lost by reading it as null. */
const NO_VALUE = /^(?:n\/?a|none|null|-{1,2})$/i;

/**
 * Reads the known values of one record. A label that no key needed, and a value that its key could not read, end in
 * `extra` as printed, so that nothing an appliance said is lost.
 */
export class RecordReader<Key extends string> {
  private readonly labels = new Map<Key, string>();
  private readonly taken = new Set<string>();
  private readonly unread: Record<string, string> = {};

  constructor(
    aliases: Aliases<Key>,
    private readonly record: SvmRecord,
  ) {
    for (const key in aliases) {
      const label = this.labelOf(aliases[key]);
      if (label === undefined) continue;
      this.taken.add(label);
      this.labels.set(key, label);
    }
  }

  /** The first label that has a value, or else the first one printed, of those that no other key took. */
  private labelOf(aliases: readonly string[]): string | undefined {
    let empty: string | undefined;
    for (const alias of aliases) {
      if (!Object.hasOwn(this.record, alias) || this.taken.has(alias)) continue;
      if (this.record[alias] !== '') return alias;
      empty ??= alias;
    }
    return empty;
  }

  /** The value as printed: `''` when printed empty, null when not printed at all. */
  printed(key: Key): string | null {
    const label = this.labels.get(key);
    return label === undefined ? null : (this.record[label] ?? null);
  }

  /** The text of a key; null when missing or empty. */
  text(key: Key): string | null {
    return textOrNull(this.printed(key));
  }

  /** The value of a key as `read` understands it; a text that it does not understand is kept in `extra`. */
  value<Value>(key: Key, read: (printed: string) => Value | null): Value | null {
    const printed = this.text(key);
    if (printed === null) return null;
    const value = read(printed);
    if (value === null) this.keep(key);
    return value;
  }

  /** Keeps the text of a key in `extra`, for a value that could only be read in part. */
  keep(key: Key): void {
    const label = this.labels.get(key);
    const printed = this.text(key);
    if (label !== undefined && printed !== null && !NO_VALUE.test(printed)) this.unread[label] = printed;
  }

  /** What no key took, and what could not be read. Ask last. */
  extra(): Record<string, string> {
    const extra: Record<string, string> = {};
    for (const label in this.record) if (!this.taken.has(label)) extra[label] = this.record[label] ?? '';
    return Object.assign(extra, this.unread);
  }
}
