import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { FOREIGN_LABELS, INSTANCE_LABELS, readInstance, type ListedInstance } from '../show-ns/instance-record.js';

const COMMAND = 'show vmdevice';
const MARKS = { command: COMMAND, some: INSTANCE_LABELS, none: FOREIGN_LABELS } as const;

/**
 * Parses `show vmdevice`: the virtual machines of a host. They have what an instance has, less what only a NetScaler
 * knows of itself (HA, cluster, licence), and may be of another product.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowVmdevice(output: string): ListedInstance[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map(readInstance);
}
