import { deviceLines, findBareRefusal, findRefusal, type DeviceLine } from '../../device-lines.js';
import { TranscriptError } from '../../errors.js';
import { canonicalLabel, readFieldLine } from './field-line.js';
import { readColumns, type Columns } from './read-columns.js';
import { Listing, firstLabel, type SvmRecord } from './svm-record.js';

const NUMBERED = /^\d{1,6}[).](?:\s+(?<rest>.*))?$/;
const EMPTY_LIST = /^(?:no|0) .*\b(?:found|entries|records|configured|available|data)\b/i;

/**
 * Reads any listing of the SVM: `Label: value` blocks, raw attributes (`name=value`) and columns over dashes. No full
 * listing of a real SVM is public, so the reader takes every shape its labels, its API and its siblings suggest.
 * A reply without records and without words is an empty list.
 * @throws {TranscriptError} DEVICE_REFUSED - an `ERROR:` line, or a refusal without one in place of an answer.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - there are words, but no record in them.
 */
export function parseSvmRecords(output: string): SvmRecord[] {
  return readSvmRecords('show', output);
}

/** As {@link parseSvmRecords}, naming the command in what it throws. */
export function readSvmRecords(command: string, output: string): SvmRecord[] {
  return readSvmListing(command, output).records;
}

/** The records of a listing, and the lines they were printed on. */
export interface SvmListing {
  readonly records: SvmRecord[];
  readonly content: readonly DeviceLine[];
}

/** As {@link readSvmRecords}, with the lines, for a listing that prints a label twice. */
export function readSvmListing(command: string, output: string): SvmListing {
  const lines = deviceLines(command, output);
  const content = lines.filter(({ role }) => role === 'content');
  // `Usage: show ...` would pass for a label; as the first words of a reply it is a refusal.
  const refusal = findRefusal(lines) ?? findBareRefusal(content.slice(0, 1));
  if (refusal !== null) throw new TranscriptError('DEVICE_REFUSED', { command, ...refusal });
  const table = findTable(lines);
  const records = table === null ? labelRecords(lines) : columnRecords(lines, table);
  if (records.some((record) => firstLabel(record) !== undefined)) return { records, content };

  const late = findBareRefusal(content);
  if (late !== null) throw new TranscriptError('DEVICE_REFUSED', { command, ...late });
  if (content.every(({ text }) => EMPTY_LIST.test(text))) return { records: [], content };
  throw new TranscriptError('OUTPUT_UNREADABLE', { command, missing: 'records' });
}

interface Table {
  readonly columns: Columns;
  /** Index of the line of dashes. */
  readonly rule: number;
}

function findTable(lines: readonly DeviceLine[]): Table | null {
  for (const [rule, { text, raw }] of lines.entries()) {
    const columns = text.startsWith('-') ? readColumns(lines[rule - 1]?.raw ?? '', raw) : null;
    if (columns !== null) return { columns, rule };
  }
  return null;
}

function columnRecords(lines: readonly DeviceLine[], { columns, rule }: Table): SvmRecord[] {
  const listing = new Listing();
  for (const { role, text } of lines.slice(0, rule - 1)) if (role === 'content') listing.keepUnrecognised(text);
  const labels = columns.headings.map(canonicalLabel);
  for (const { role, raw, text } of lines.slice(rule + 1)) {
    if (role !== 'content') continue;
    const values = columns.cut(raw);
    if (values === null) {
      listing.keepUnrecognised(text);
      continue;
    }
    listing.begin();
    for (const [index, label] of labels.entries()) listing.add({ label, value: values[index] ?? '' });
  }
  return listing.records;
}

/**
 * A record starts at a number (`1)`), or, in listings without numbers, after a blank line or where the first label of
 * the record comes again.
 */
function labelRecords(lines: readonly DeviceLine[]): SvmRecord[] {
  const isNumbered = lines.some(({ role, text }) => role === 'content' && recordStart(text) !== null);
  const listing = new Listing();
  let isOpen = false;
  for (const { role, text } of lines) {
    if (text === '' && !isNumbered) isOpen = false;
    if (role !== 'content') continue;
    const start = recordStart(text);
    if (start !== null) {
      listing.begin();
      isOpen = true;
    }
    const rest = start ?? text;
    if (rest === '') continue;
    const field = readFieldLine(rest);
    if (field === null || (isNumbered && !isOpen)) {
      listing.keepUnrecognised(rest);
      continue;
    }
    if (!isOpen || (!isNumbered && listing.firstLabel === field.label)) listing.begin();
    isOpen = true;
    listing.add(field);
  }
  return listing.records;
}

/** What stands behind the number that starts a record; null for a line without one. */
function recordStart(text: string): string | null {
  // Most lines begin with a letter, and one look at it costs less than the pattern.
  if (text.charAt(0) > '9') return null;
  const number = NUMBERED.exec(text);
  return number === null ? null : (number.groups?.['rest'] ?? '').trim();
}
