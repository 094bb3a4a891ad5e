import { readSvmRecords } from '../records/parse-svm-records.js';
import { mergeRecords, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

export interface ParsedShowHostname {
  hostName: string | null;
  hypervisorHostName: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  hostName: ['host_name', 'hostname'],
  hypervisorHostName: ['hypervisor_host_name', 'hypervisor_hostname', 'xen_hostname', 'xen_host_name'],
} satisfies Aliases<string>;

/**
 * Parses `show hostname`: the names of the SVM and of the hypervisor.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - there are words, but no record in them.
 */
export function parseShowHostname(output: string): ParsedShowHostname {
  const { known, extra } = takeFields(ALIASES, mergeRecords(readSvmRecords('show hostname', output)));
  return {
    hostName: textOrNull(known.hostName),
    hypervisorHostName: textOrNull(known.hypervisorHostName),
    extra,
  };
}
