import { expectOneAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { countOrNull, mbpsOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** What a host may run by its licence, or by its model. */
export interface ParsedShowLicense {
  /** The model that the licence makes of it: `14040`. */
  platform: string | null;
  maxInstances: number | null;
  availableInstances: number | null;
  maxThroughputMbps: number | null;
  availableThroughputMbps: number | null;
  extra: Record<string, string>;
}

const ALIASES = {
  platform: ['platform', 'model'],
  maxInstances: [
    'max_number_of_instances',
    'maximum_number_of_instances',
    'max_number_of_ns_instances',
    'maximum_number_of_ns_instances',
  ],
  availableInstances: ['available_number_of_instances', 'available_number_of_ns_instances'],
  maxThroughput: ['max_throughput', 'maximum_throughput'],
  availableThroughput: ['available_throughput'],
} satisfies Aliases<string>;
const COMMAND = 'show license';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.platform, ...ALIASES.maxInstances, ...ALIASES.maxThroughput],
  none: [
    'product_name',
    'build',
    'build_number',
    'uptime',
    'memory_free',
    'free_memory',
    'ssl_cores_total',
    'total_ssl_cores',
    'acu_total',
    'vm_state',
    'slot',
  ],
} as const;

/**
 * Parses `show license` of the SVM, and `show platform_specs`, whose attributes are not published: those that it
 * shares with the licence are read, the others kept.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowLicense(output: string): ParsedShowLicense {
  const fields = new RecordReader(ALIASES, expectOneAnswer(readSvmRecords(COMMAND, output), MARKS));
  return {
    platform: fields.text('platform'),
    maxInstances: fields.value('maxInstances', countOrNull),
    availableInstances: fields.value('availableInstances', countOrNull),
    maxThroughputMbps: fields.value('maxThroughput', mbpsOrNull),
    availableThroughputMbps: fields.value('availableThroughput', mbpsOrNull),
    extra: fields.extra(),
  };
}
