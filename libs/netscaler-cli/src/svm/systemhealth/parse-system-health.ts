import { readHealthStatus, type HealthStatus } from '../read-health-status.js';
import { expectAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** One resource or sensor of a host. Values are texts: `36`, `4`, `OK`. */
export interface SystemHealthRow {
  /** Null: the row has none, and its status counts all the same. */
  name: string | null;
  currentValue: string | null;
  expectedValue: string | null;
  unit: string | null;
  status: HealthStatus;
  /** As printed; null when the row has no status at all. */
  statusText: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  name: ['name', 'resource_name', 'sensor_name'],
  currentValue: ['current_value', 'current', 'value'],
  expectedValue: ['expected_value', 'expected'],
  unit: ['unit'],
  status: ['status'],
} satisfies Aliases<string>;
const COMMAND = 'show systemhealth';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.status, ...ALIASES.currentValue],
  none: ['bay_number', 'transaction_rate', 'slot', 'vm_state', 'instance_state', 'firmware_state', 'file_name'],
} as const;

/**
 * Parses `show systemhealthHardware`, `...Software`, `...powersupply`, `...fanspeed`, `...temperature`, `...voltage`
 * and the summary `show systemhealth`: they share their columns. `systemhealthdisk` is throughput, not health.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseSystemHealth(output: string): SystemHealthRow[] {
  return expectAnswer(readSvmRecords(COMMAND, output), MARKS).map((record) => {
    const fields = new RecordReader(ALIASES, record);
    return {
      name: fields.text('name'),
      currentValue: fields.text('currentValue'),
      expectedValue: fields.text('expectedValue'),
      unit: fields.text('unit'),
      status: readHealthStatus(fields.printed('status')),
      statusText: fields.printed('status'),
      extra: fields.extra(),
    };
  });
}
