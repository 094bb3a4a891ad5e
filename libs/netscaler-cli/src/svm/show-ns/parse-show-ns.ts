import { readSvmRecords } from '../records/parse-svm-records.js';
import { numberOrNull, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** One instance as its host lists it. */
export interface ListedInstance {
  /** Opaque, changes when the instance is made anew: re-read it before every action, never key on it. */
  id: string | null;
  name: string | null;
  address: string | null;
  uuid: string | null;
  version: string | null;
  /** `Running` or `Halted`. */
  vmState: string | null;
  /** `Up` when the SVM can log in; anything else is "not up", of any case. */
  instanceState: string | null;
  /** SSL chips assigned. 0 on hosts that count crypto in other units; those are in `extra`. */
  sslCores: number | null;
  /** Stale unless `vmState` is running and `instanceState` is up. */
  sslCoresUp: number | null;
  sslVirtualFunctions: string[];
  haMasterState: string | null;
  diskAllocation: string | null;
  extra: Record<string, string>;
}

const ALIASES = {
  id: ['id'],
  name: ['name', 'display_name', 'hostname'],
  address: ['ip_address', 'ns_ip_address', 'address', 'nsip', 'mgmt_ip_address', 'ipv4_address'],
  uuid: ['uuid', 'vm_uuid'],
  version: ['version'],
  vmState: ['vm_state', 'power_state'],
  instanceState: ['instance_state', 'state'],
  sslCores: [
    'ssl_cores',
    'ssl_chips',
    'number_of_ssl_cores',
    'number_of_ssl_chips',
    'num_of_ssl_chips',
    'num_of_ssl_cores',
  ],
  sslCoresUp: ['ssl_cores_up', 'number_of_ssl_cores_up', 'ssl_chips_up', 'num_of_ssl_cores_up'],
  sslVirtualFunctions: ['ssl_virtual_functions'],
  haMasterState: ['ha_master_state'],
  diskAllocation: ['disk_allocation'],
} satisfies Aliases<string>;

/**
 * Parses `show ns`: the instances of a host, in printed order.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - there are words, but no record in them.
 */
export function parseShowNs(output: string): ListedInstance[] {
  return readSvmRecords('show ns', output).map((record) => {
    const { known, extra } = takeFields(ALIASES, record);
    return {
      id: textOrNull(known.id),
      name: textOrNull(known.name),
      address: textOrNull(known.address),
      uuid: textOrNull(known.uuid),
      version: textOrNull(known.version),
      vmState: textOrNull(known.vmState),
      instanceState: textOrNull(known.instanceState),
      sslCores: numberOrNull(known.sslCores),
      sslCoresUp: numberOrNull(known.sslCoresUp),
      sslVirtualFunctions: (known.sslVirtualFunctions ?? '').split(/[,;\s]+/).filter((item) => item !== ''),
      haMasterState: textOrNull(known.haMasterState),
      diskAllocation: textOrNull(known.diskAllocation),
      extra,
    };
  });
}
