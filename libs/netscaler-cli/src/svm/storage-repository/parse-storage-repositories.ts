import { readHealthStatus, type HealthStatus } from '../read-health-status.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { bytesOrNull, required, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** One storage repository of a host: where instances' disks live. */
export interface StorageRepository {
  name: string;
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

/**
 * Parses `show systemhealthStorageRepository`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no records among the words, or a row without a name.
 */
export function parseStorageRepositories(output: string): StorageRepository[] {
  return readSvmRecords(COMMAND, output).map((record) => {
    const { known, extra } = takeFields(ALIASES, record);
    const sizeBytes = bytesOrNull(known.size);
    const utilizedBytes = bytesOrNull(known.utilized);
    return {
      name: required(textOrNull(known.name), { command: COMMAND, missing: 'name' }),
      bayNumber: textOrNull(known.bayNumber),
      status: readHealthStatus(known.status),
      statusText: known.status,
      sizeBytes,
      utilizedBytes,
      extra: {
        ...extra,
        ...(sizeBytes === null && textOrNull(known.size) !== null ? { size: known.size ?? '' } : {}),
        ...(utilizedBytes === null && textOrNull(known.utilized) !== null ? { utilized: known.utilized ?? '' } : {}),
      },
    };
  });
}
