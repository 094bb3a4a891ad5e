import { expectOneAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

export interface ParsedShowTimezone {
  /** As printed, a name of the zone database or of the vendor's own list; null when missing. */
  timeZone: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  timeZone: ['timezone', 'time_zone', 'current_timezone', 'current_time_zone'],
} satisfies Aliases<string>;
const COMMAND = 'show timezone';
const MARKS = { command: COMMAND, some: ALIASES.timeZone, none: ['name', 'build', 'slot', 'vm_state'] } as const;

/**
 * Parses `show timezone`: the zone that the SVM's own times are in.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowTimezone(output: string): ParsedShowTimezone {
  const fields = new RecordReader(ALIASES, expectOneAnswer(readSvmRecords(COMMAND, output), MARKS));
  return { timeZone: fields.text('timeZone'), extra: fields.extra() };
}
