import { TranscriptError } from '../../errors.js';
import type { SvmRecord } from './svm-record.js';

/** How the answer to a command is told from the answer to another one. */
export interface AnswerMarks {
  readonly command: string;
  /** Labels of which a listing has at least one; the first is named when all are missing. */
  readonly some: readonly string[];
  /** Labels that only the answer to another command has. */
  readonly none?: readonly string[];
}

/**
 * Returns the records of a listing once they are known to answer the command. Sessions fall out of step when an answer
 * is late: records of another resource would pass for a host without faults.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record has a label of this command, or one has a label of another.
 */
export function expectAnswer(records: SvmRecord[], { command, some, none = [] }: AnswerMarks): SvmRecord[] {
  const labels = new Set<string>();
  for (const record of records) for (const label in record) labels.add(label);
  const isHere = (label: string): boolean => labels.has(label);
  const foreign = none.find(isHere);
  const missing = some[0] ?? 'records';
  if (foreign !== undefined) throw new TranscriptError('OUTPUT_UNREADABLE', { command, missing, foreign });
  if (records.length > 0 && !some.some(isHere)) throw new TranscriptError('OUTPUT_UNREADABLE', { command, missing });
  return records;
}

/** Two names are two objects; other labels may come twice, as the masks of two addresses do. */
const NAME = 'name';

/**
 * As {@link expectAnswer}, for a reply about a single object, however many blocks it was printed in; the first block
 * wins.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - as above, or two objects are named: a list.
 */
export function expectOneAnswer(records: SvmRecord[], marks: AnswerMarks): SvmRecord {
  const merged: SvmRecord = {};
  for (const record of expectAnswer(records, marks)) {
    for (const label in record) {
      const value = record[label] ?? '';
      if (!Object.hasOwn(merged, label)) merged[label] = value;
      else if (merged[label] !== value && label === NAME) {
        throw new TranscriptError('OUTPUT_UNREADABLE', { command: marks.command, missing: 'one object' });
      }
    }
  }
  return merged;
}
