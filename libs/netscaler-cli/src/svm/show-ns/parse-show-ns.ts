import { TranscriptError } from '../../errors.js';
import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { FOREIGN_LABELS, INSTANCE_LABELS, readInstance, type ListedInstance } from './instance-record.js';

const COMMAND = 'show ns';
const MARKS = { command: COMMAND, some: INSTANCE_LABELS, none: FOREIGN_LABELS } as const;

/**
 * Parses `show ns`: the instances of a host, in printed order. An instance without a name is one all the same.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowNs(output: string): ListedInstance[] {
  const records = expectAnswer(readSvmRecords(COMMAND, output), MARKS);
  // `show manageddevice` has the same labels, and the hypervisor among its rows: it must not become an instance.
  if (records.some((record) => /^xen/i.test(record['type'] ?? ''))) {
    throw new TranscriptError('OUTPUT_UNREADABLE', { command: COMMAND, missing: 'instances', foreign: 'type' });
  }
  return records.map(readInstance);
}
