import { readFieldLine, type FieldLine } from './field-line.js';
import type { SvmListing } from './parse-svm-records.js';

const RECORD_NUMBER = /^\d{1,6}[).]\s+/;

/**
 * Reads a reply about one object as its labels in print order, also those that come twice. Columns come in the order
 * of their headings.
 */
export function readPairs({ records, content }: SvmListing): FieldLine[] {
  const pairs: FieldLine[] = [];
  for (const { text } of content) {
    const pair = readFieldLine(text.replace(RECORD_NUMBER, ''));
    if (pair !== null) pairs.push(pair);
  }
  const known = new Set(pairs.map(({ label }) => label));
  for (const record of records) {
    for (const label in record) if (!known.has(label)) pairs.push({ label, value: record[label] ?? '' });
  }
  return pairs;
}
