import { expectOneAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { countOrNull, mbpsOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** What a host has taken from a licence pool, by edition or as a whole. Null or 0 where it is licensed by a file. */
export interface ParsedShowCapacity {
  standardGbps: number | null;
  enterpriseGbps: number | null;
  platinumGbps: number | null;
  /** How many instances it may run from the pool. */
  instances: number | null;
  availableInstances: number | null;
  edition: string | null;
  totalMbps: number | null;
  availableMbps: number | null;
  extra: Record<string, string>;
}

// Bandwidth by edition and its unit: vendor SDX command reference, `set capacity`. The other names are guesses.
const ALIASES = {
  standardGbps: ['std_bw', 'standard_bandwidth'],
  enterpriseGbps: ['ent_bw', 'enterprise_bandwidth', 'advanced_bandwidth'],
  platinumGbps: ['plt_bw', 'platinum_bandwidth', 'premium_bandwidth'],
  instances: ['instance', 'instances', 'instance_count', 'total_instances'],
  availableInstances: ['available_instances'],
  edition: ['edition'],
  totalMbps: ['total_bandwidth', 'bandwidth'],
  availableMbps: ['available_bandwidth'],
} satisfies Aliases<string>;
const COMMAND = 'show capacity';
const MARKS = {
  command: COMMAND,
  some: [
    ...ALIASES.standardGbps,
    ...ALIASES.enterpriseGbps,
    ...ALIASES.platinumGbps,
    ...ALIASES.instances,
    ...ALIASES.totalMbps,
  ],
} as const;

/**
 * Parses `show capacity`: the pooled licence of a host.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowCapacity(output: string): ParsedShowCapacity {
  const fields = new RecordReader(ALIASES, expectOneAnswer(readSvmRecords(COMMAND, output), MARKS));
  return {
    standardGbps: fields.value('standardGbps', gbpsOrNull),
    enterpriseGbps: fields.value('enterpriseGbps', gbpsOrNull),
    platinumGbps: fields.value('platinumGbps', gbpsOrNull),
    instances: fields.value('instances', countOrNull),
    availableInstances: fields.value('availableInstances', countOrNull),
    edition: fields.text('edition'),
    totalMbps: fields.value('totalMbps', mbpsOrNull),
    availableMbps: fields.value('availableMbps', mbpsOrNull),
    extra: fields.extra(),
  };
}

/** The pool deals in whole Gbps; another unit is not converted but kept. */
function gbpsOrNull(printed: string | null): number | null {
  return /^\d+(?:\s*gbps)?$/i.test(printed ?? '') ? countOrNull(printed) : null;
}
