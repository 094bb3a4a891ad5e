import { readHealthStatus, type HealthStatus } from '../read-health-status.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { required, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** One resource or sensor of a host. Values are texts: `36`, `4`, `OK`. */
export interface SystemHealthRow {
  name: string;
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

/**
 * Parses `show systemhealthHardware`, `...Software`, `...powersupply`, `...fanspeed`, `...temperature`, `...voltage`
 * and the summary `show systemhealth`: they share their columns. `systemhealthdisk` is throughput, not health.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no records among the words, or a row without a name.
 */
export function parseSystemHealth(output: string): SystemHealthRow[] {
  return readSvmRecords(COMMAND, output).map((record) => {
    const { known, extra } = takeFields(ALIASES, record);
    return {
      name: required(textOrNull(known.name), { command: COMMAND, missing: 'name' }),
      currentValue: textOrNull(known.currentValue),
      expectedValue: textOrNull(known.expectedValue),
      unit: textOrNull(known.unit),
      status: readHealthStatus(known.status),
      statusText: known.status,
      extra,
    };
  });
}
