import { readUptime, type Uptime } from '../../read-uptime.js';
import { expectOneAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** The SVM itself and the model it runs on. */
export interface ParsedShowSystemstatus {
  product: string | null;
  /** The bare model: `14040`. */
  platform: string | null;
  /** `13.1-53.17` */
  build: string | null;
  /** When the build was made, as printed; shares its line with the build. */
  buildDate: string | null;
  /** Of the host; an instance on it prints another one, do not join on it. */
  serial: string | null;
  hostId: string | null;
  /** Of the SVM. Null when missing or without units; the printed text is then in `extra.uptime`. */
  uptime: Uptime | null;
  biosVersion: string | null;
  /** Number of the model, beside the serial in the API: an identity of the kind, not of the appliance. */
  sysId: string | null;
  hostName: string | null;
  /** The SVM's own clock, as printed: a text, or seconds since 1970. */
  currentTime: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  product: ['product_name', 'product'],
  platform: ['platform', 'model'],
  build: ['build', 'build_number', 'product_build_number', 'build_number_short'],
  serial: ['serial_number', 'serial', 'serialnumber', 'serial_no'],
  hostId: ['host_id', 'hostid'],
  uptime: ['uptime', 'system_uptime'],
  biosVersion: ['bios_version'],
  sysId: ['sysid', 'sys_id', 'system_id'],
  hostName: ['hostname', 'host_name', 'host'],
  currentTime: ['current_time_formatted', 'current_time', 'system_time'],
} satisfies Aliases<string>;
const COMMAND = 'show systemstatus';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.build, ...ALIASES.platform, ...ALIASES.product, ...ALIASES.hostId],
  none: [
    'total_memory',
    'memory_total',
    'total_ssl_cores',
    'ssl_cores_total',
    'vm_state',
    'instance_state',
    'max_number_of_instances',
    'maximum_number_of_instances',
  ],
} as const;

/**
 * Parses `show systemstatus`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowSystemstatus(output: string): ParsedShowSystemstatus {
  const fields = new RecordReader(ALIASES, expectOneAnswer(readSvmRecords(COMMAND, output), MARKS));
  const build = /^(?<build>[^,]+)(?:,\s*(?:Date:\s*)?(?<date>.+))?$/.exec(fields.text('build') ?? '')?.groups;
  return {
    product: fields.text('product'),
    platform: fields.text('platform'),
    build: build?.['build'] ?? null,
    buildDate: build?.['date'] ?? null,
    serial: fields.text('serial'),
    hostId: fields.text('hostId'),
    uptime: fields.value('uptime', (printed) => readUptime(printed ?? '')),
    biosVersion: fields.text('biosVersion'),
    sysId: fields.text('sysId'),
    hostName: fields.text('hostName'),
    currentTime: fields.text('currentTime'),
    extra: fields.extra(),
  };
}
