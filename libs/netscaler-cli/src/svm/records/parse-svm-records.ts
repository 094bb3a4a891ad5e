import { deviceLines, findBareRefusal, findRefusal, type DeviceLine } from '../../device-lines.js';
import { TranscriptError } from '../../errors.js';
import { canonicalLabel, readFieldLine } from './field-line.js';
import { columnStarts, readColumns } from './read-columns.js';
import { Listing, firstLabel, type SvmRecord } from './svm-record.js';

const NUMBERED = /^\s*\d{1,6}[).](?:\s+(?<rest>.*))?$/;
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
  const lines = deviceLines(command, output);
  const content = lines.filter(({ role }) => role === 'content');
  // `Usage: show ...` would pass for a label; as the first words of a reply it is a refusal.
  const refusal = findRefusal(lines) ?? findBareRefusal(content.slice(0, 1));
  if (refusal !== null) throw new TranscriptError('DEVICE_REFUSED', { command, ...refusal });
  const rule = lines.findIndex(({ raw }, index) => columnStarts(lines[index - 1]?.raw ?? '', raw).length > 1);
  const records = rule < 0 ? labelRecords(lines) : columnRecords(lines, rule);
  if (records.some((record) => firstLabel(record) !== undefined)) return records;

  const late = findBareRefusal(content);
  if (late !== null) throw new TranscriptError('DEVICE_REFUSED', { command, ...late });
  if (content.every(({ text }) => EMPTY_LIST.test(text))) return [];
  throw new TranscriptError('OUTPUT_UNREADABLE', { command, missing: 'records' });
}

function columnRecords(lines: readonly DeviceLine[], rule: number): SvmRecord[] {
  const listing = new Listing();
  for (const { role, text } of lines.slice(0, rule - 1)) if (role === 'content') listing.keepUnrecognised(text);
  const rows = lines.slice(rule + 1).flatMap(({ role, raw }) => (role === 'content' ? [raw] : []));
  for (const { raw, cells } of readColumns(lines[rule - 1]?.raw ?? '', lines[rule]?.raw ?? '', rows)) {
    if (cells === null) {
      listing.keepUnrecognised(raw.trim());
      continue;
    }
    listing.begin();
    for (const { heading, value } of cells) listing.add({ label: canonicalLabel(heading), value });
  }
  return listing.records;
}

/**
 * A record starts at a number (`1)`), or, in listings without numbers, after a blank line or where the first label of
 * the record comes again.
 */
function labelRecords(lines: readonly DeviceLine[]): SvmRecord[] {
  const isNumbered = lines.some(({ role, raw }) => role === 'content' && NUMBERED.test(raw));
  const listing = new Listing();
  let isOpen = false;
  for (const { role, raw, text } of lines) {
    if (text === '' && !isNumbered) isOpen = false;
    if (role !== 'content') continue;
    const number = NUMBERED.exec(raw);
    if (number !== null) {
      listing.begin();
      isOpen = true;
    }
    const rest = number === null ? text : (number.groups?.['rest'] ?? '').trim();
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
