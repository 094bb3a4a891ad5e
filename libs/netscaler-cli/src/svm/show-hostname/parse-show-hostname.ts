import { expectOneAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

export interface ParsedShowHostname {
  hostName: string | null;
  hypervisorHostName: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  hostName: ['host_name', 'hostname'],
  hypervisorHostName: ['hypervisor_host_name', 'hypervisor_hostname', 'xen_hostname', 'xen_host_name'],
} satisfies Aliases<string>;
const COMMAND = 'show hostname';
const MARKS = {
  command: COMMAND,
  some: [...ALIASES.hostName, ...ALIASES.hypervisorHostName],
  none: ['ip_address', 'instance_state', 'build', 'build_number', 'serial_number', 'uptime'],
} as const;

/**
 * Parses `show hostname`: the names of the SVM and of the hypervisor.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowHostname(output: string): ParsedShowHostname {
  const fields = new RecordReader(ALIASES, expectOneAnswer(readSvmRecords(COMMAND, output), MARKS));
  return {
    hostName: fields.text('hostName'),
    hypervisorHostName: fields.text('hypervisorHostName'),
    extra: fields.extra(),
  };
}
