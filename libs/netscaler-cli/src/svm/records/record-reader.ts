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
  private readonly unread = new Map<string, string>();

  constructor(
    aliases: Aliases<Key>,
    private readonly record: SvmRecord,
  ) {
    const taken = new Set<string>();
    for (const key of Object.keys(aliases) as Key[]) {
      const printed = aliases[key].filter((alias) => Object.hasOwn(record, alias) && !taken.has(alias));
      const label = printed.find((alias) => record[alias] !== '') ?? printed[0];
      if (label === undefined) continue;
      taken.add(label);
      this.labels.set(key, label);
    }
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
  value<Value>(key: Key, read: (printed: string | null) => Value | null): Value | null {
    const printed = this.printed(key);
    const value = read(printed);
    if (value === null) this.keep(key);
    return value;
  }

  /** Keeps the text of a key in `extra`, for a value that could only be read in part. */
  keep(key: Key): void {
    const label = this.labels.get(key);
    const printed = this.text(key);
    if (label !== undefined && printed !== null && !NO_VALUE.test(printed)) this.unread.set(label, printed);
  }

  /** What no key took, and what could not be read. Ask last. */
  extra(): Record<string, string> {
    const taken = new Set(this.labels.values());
    const rest = Object.entries(this.record).filter(([label]) => !taken.has(label));
    return Object.fromEntries([...rest, ...this.unread]);
  }
}
