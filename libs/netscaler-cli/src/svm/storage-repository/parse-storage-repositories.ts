import { readHealthStatus, type HealthStatus } from '../read-health-status.js';
import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { bytesOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** One storage repository of a host: where instances' disks live. */
export interface StorageRepository {
  /** Null: the row has none, and is a repository all the same. */
  name: string | null;
  /** A text: `3-4` for a mirrored pair. Instances name it in their disk allocation. */
  bayNumber: string | null;
  status: HealthStatus;
  /** As printed; null when the row has no status at all. */
  statusText: string | null;
  /** Null when missing or printed with a unit; the text is then in `extra.size`. */
  sizeBytes: number | null;
  /** Null when missing or printed with a unit; the text is then in `extra.utilized`. */
  utilizedBytes: number | null;
  extra: Record<string, string>;
}

const ALIASES = {
  name: ['name'],
  bayNumber: ['bay_number', 'bay'],
  status: ['status'],
  size: ['size'],
  utilized: ['utilized', 'used'],
} satisfies Aliases<string>;
const COMMAND = 'show systemhealthStorageRepository';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.bayNumber, ...ALIASES.utilized],
  none: ['current_value', 'expected_value', 'transaction_rate', 'slot', 'vm_state', 'instance_state', 'file_name'],
} as const;

/**
 * Parses `show systemhealthStorageRepository`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseStorageRepositories(output: string): StorageRepository[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    return {
      name: fields.text('name'),
      bayNumber: fields.text('bayNumber'),
      status: readHealthStatus(fields.printed('status')),
      statusText: fields.printed('status'),
      sizeBytes: fields.value('size', bytesOrNull),
      utilizedBytes: fields.value('utilized', bytesOrNull),
      extra: fields.extra(),
    };
  });
}
