import type { FieldLine } from './field-line.js';

/**
 * One object of a list: canonical label (lower case, everything else `_`) to the text printed for it, which is `''`
 * when printed empty. Lines that were no label sit under `unrecognised`, joined by line feeds.
 *
 * Bounded, whatever was printed: 200 labels, 2,000 characters a value, 200 unrecognised lines of 500 characters.
 */
export type SvmRecord = Record<string, string>;

const UNRECOGNISED = 'unrecognised';
const LABELS_MAX = 200;
const VALUE_MAX_CHARS = 2_000;
const UNRECOGNISED_MAX_LINES = 200;
const UNRECOGNISED_MAX_CHARS = 500;

/** The first label of a record that was one on the appliance; undefined for a record of unrecognised lines only. */
export function firstLabel(record: SvmRecord): string | undefined {
  for (const key in record) if (key !== UNRECOGNISED) return key;
  return undefined;
}

/** Records in print order; a line that is no label goes with the record before it, or the first one if there is none. */
export class Listing {
  readonly records: SvmRecord[] = [];
  /** The first label of the last record; undefined when there is none. */
  firstLabel: string | undefined;
  private labels = 0;
  private unrecognisedLines = 0;
  private early: string[] = [];

  begin(): void {
    this.records.push(this.early.length > 0 ? { [UNRECOGNISED]: this.early.join('\n') } : {});
    this.early = [];
    this.labels = 0;
    this.firstLabel = undefined;
  }

  /** Adds to the last record. The first value of a label stays: a later one may be another object's. */
  add({ label, value }: FieldLine): void {
    const record = this.records.at(-1);
    if (record === undefined || this.labels >= LABELS_MAX || Object.hasOwn(record, label)) return;
    record[label] = value.slice(0, VALUE_MAX_CHARS);
    this.labels += 1;
    if (label !== UNRECOGNISED) this.firstLabel ??= label;
  }

  keepUnrecognised(line: string): void {
    if (this.unrecognisedLines >= UNRECOGNISED_MAX_LINES) return;
    this.unrecognisedLines += 1;
    const text = line.slice(0, UNRECOGNISED_MAX_CHARS);
    const record = this.records.at(-1);
    if (record === undefined) this.early.push(text);
    else record[UNRECOGNISED] = UNRECOGNISED in record ? `${record[UNRECOGNISED]}\n${text}` : text;
  }
}
