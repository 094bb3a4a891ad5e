import { deviceLines } from '../../device-lines.js';
import { readFieldLine, type FieldLine } from './field-line.js';
import { readSvmRecords } from './parse-svm-records.js';

const RECORD_NUMBER = /^\d{1,6}[).]\s+/;

/**
 * Reads a reply about one object as its labels in print order, also those that come twice. Columns come in the order
 * of their headings.
 * @throws {TranscriptError} as {@link readSvmRecords} does.
 */
export function readPairs(command: string, output: string): FieldLine[] {
  const records = readSvmRecords(command, output);
  const lines = deviceLines(command, output).filter(({ role }) => role === 'content');
  const printed = lines.flatMap(({ text }) => readFieldLine(text.replace(RECORD_NUMBER, '')) ?? []);
  const known = new Set(printed.map(({ label }) => label));
  const ofColumns = records.flatMap((record) => Object.entries(record)).filter(([label]) => !known.has(label));
  return [...printed, ...ofColumns.map(([label, value]) => ({ label, value }))];
}
