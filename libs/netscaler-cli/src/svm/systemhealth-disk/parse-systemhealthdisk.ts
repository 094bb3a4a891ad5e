import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { bytesOrNull, numberOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** How busy and how full a disk is. It has no status on purpose: this listing knows nothing about health. */
export interface DiskStatistics {
  name: string | null;
  bayNumber: string | null;
  /** Null when missing or printed with a unit; the text is then in `extra`. */
  sizeBytes: number | null;
  utilizedBytes: number | null;
  transactionRate: number | null;
  blockReadRate: number | null;
  blockWriteRate: number | null;
  extra: Record<string, string>;
}

const ALIASES = {
  name: ['name'],
  bayNumber: ['bay_number', 'bay'],
  size: ['size'],
  utilized: ['utilized', 'used'],
  transactionRate: ['transaction_rate'],
  blockReadRate: ['block_read_rate'],
  blockWriteRate: ['block_write_rate'],
} satisfies Aliases<string>;
const COMMAND = 'show systemhealthdisk';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.transactionRate, ...ALIASES.blockReadRate, ...ALIASES.blockWriteRate, ...ALIASES.utilized],
  none: ['status', 'current_value', 'slot', 'vm_state', 'instance_state'],
} as const;

/**
 * Parses `show systemhealthdisk`: throughput and usage of the host's disks.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseSystemhealthdisk(output: string): DiskStatistics[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    return {
      name: fields.text('name'),
      bayNumber: fields.text('bayNumber'),
      sizeBytes: fields.value('size', bytesOrNull),
      utilizedBytes: fields.value('utilized', bytesOrNull),
      transactionRate: fields.value('transactionRate', numberOrNull),
      blockReadRate: fields.value('blockReadRate', numberOrNull),
      blockWriteRate: fields.value('blockWriteRate', numberOrNull),
      extra: fields.extra(),
    };
  });
}
