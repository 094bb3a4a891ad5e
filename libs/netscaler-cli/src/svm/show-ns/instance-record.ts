import { instanceCrypto, type InstanceCrypto } from '../crypto/crypto-units.js';
import { booleanOrNull, countOrNull, listItems, mbpsOrNull, megabytesOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';
import type { SvmRecord } from '../records/svm-record.js';

/** The cluster that an instance says it is a node of. */
export interface ListedCluster {
  readonly id: number | null;
  readonly nodeId: number | null;
  /** The address to configure the cluster at. */
  readonly address: string | null;
  /** True for the node that holds that address now. */
  readonly isCoordinator: boolean | null;
}

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
  /** SSL chips assigned, as printed. 0 on hosts that count crypto in other units: `crypto` says which. */
  sslCores: number | null;
  /** As printed, which is stale unless `vmState` is running and `instanceState` is up: `crypto.cardsUp` is not. */
  sslCoresUp: number | null;
  sslVirtualFunctions: string[];
  haMasterState: string | null;
  diskAllocation: string | null;
  /** What `vmState` means; null for no word or an unknown one. */
  isRunning: boolean | null;
  /** True when the SVM can log in. False is no proof that the instance is down: often its admin profile is wrong. */
  isReachable: boolean | null;
  hostName: string | null;
  /** Address of the hypervisor it runs on. */
  hostAddress: string | null;
  netmask: string | null;
  gateway: string | null;
  description: string | null;
  /** Edition: `Standard`, `Enterprise`, `Platinum`, ... as printed. */
  license: string | null;
  /** Of the instance, not of the host. */
  serial: string | null;
  /** As printed, zone unknown. */
  upSince: string | null;
  haRole: 'primary' | 'secondary' | null;
  haPeerAddress: string | null;
  haSync: string | null;
  nodeState: string | null;
  /** `primary`, `secondary`, `clip` or `clusternode`, as printed by newer builds. */
  instanceMode: string | null;
  isHaConfigured: boolean | null;
  /** Null: it names no cluster. */
  cluster: ListedCluster | null;
  throughputMbps: number | null;
  packetsPerSecond: number | null;
  memoryMb: number | null;
  cores: number | null;
  /** The CPU socket it was given, as printed. */
  cpuSocket: string | null;
  crypto: InstanceCrypto;
  extra: Record<string, string>;
}

const ALIASES = {
  id: ['id'],
  name: ['name', 'display_name', 'hostname', 'host_name'],
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
  hostName: ['hostname', 'host_name'],
  hostAddress: ['host_ip_address'],
  netmask: ['netmask'],
  gateway: ['gateway'],
  description: ['description'],
  license: ['license'],
  serial: ['serialnumber', 'serial_number', 'serial'],
  upSince: ['upsince', 'up_since'],
  haPeerAddress: ['ha_ip_address', 'ha_peer', 'ha_peer_ip_address'],
  haSync: ['ha_sync'],
  nodeState: ['node_state'],
  instanceMode: ['instance_mode'],
  isHaConfigured: ['is_ha_configured'],
  clusterId: ['clusterid', 'cluster_id'],
  nodeId: ['nodeid', 'node_id'],
  clusterAddress: ['clip', 'cluster_ip_address', 'cluster_ip'],
  isCoordinator: ['iscco', 'is_cco'],
  throughput: ['throughput'],
  pps: ['pps', 'packets_per_second'],
  memory: ['memory', 'vm_memory_total', 'total_vm_memory'],
  cores: ['cores', 'number_of_cores'],
  cpuSocket: ['assigned_cpu_socket', 'cpu_socket'],
  acu: ['acu', 'number_of_acu', 'asymmetric_crypto_units'],
  scu: ['scu', 'number_of_scu', 'symmetric_crypto_units'],
  cards: ['ssl_cards', 'number_of_ssl_cards', 'crypto_virtual_interfaces', 'number_of_crypto_virtual_interfaces'],
  isNewCrypto: ['is_new_crypto'],
} satisfies Aliases<string>;

type Fields = RecordReader<keyof typeof ALIASES>;

/** Labels of which every listing of instances or VMs has one. */
export const INSTANCE_LABELS: readonly string[] = [
  ...ALIASES.vmState,
  ...ALIASES.instanceState,
  ...ALIASES.address,
  ...ALIASES.sslCores,
];

/** Labels that no listing of instances or VMs has: drives, repositories, sensors, archives, the hypervisor. */
export const FOREIGN_LABELS: readonly string[] = [
  'slot',
  'bay_number',
  'current_value',
  'firmware_state',
  'firmwarestate',
  'drives',
  'physical_disk_slot_1',
  'virtual_drive',
  'virtualdrive',
  'file_name',
  'total_ssl_cores',
  'ssl_cores_total',
  'acu_total',
  'number_of_cpu',
  'total_cpus',
];

/** Reads one record of `show ns` or `show vmdevice`. */
export function readInstance(record: SvmRecord): ListedInstance {
  const fields: Fields = new RecordReader(ALIASES, record);
  const vmState = fields.text('vmState');
  const instanceState = fields.text('instanceState');
  const isRunning = runs(vmState);
  const isReachable = instanceState === null ? null : /^up$/i.test(instanceState);
  const sslCores = fields.value('sslCores', countOrNull);
  const sslCoresUp = fields.value('sslCoresUp', countOrNull);
  const sslVirtualFunctions = listItems(fields.printed('sslVirtualFunctions'));
  // One literal: copied from several, an object of so many fields would cost more than all the reading.
  return {
    id: fields.text('id'),
    name: fields.text('name'),
    address: fields.text('address'),
    uuid: fields.text('uuid'),
    version: fields.text('version'),
    vmState,
    instanceState,
    sslCores,
    sslCoresUp,
    sslVirtualFunctions,
    haMasterState: fields.text('haMasterState'),
    diskAllocation: fields.text('diskAllocation'),
    isRunning,
    isReachable,
    hostName: fields.text('hostName'),
    hostAddress: fields.text('hostAddress'),
    netmask: fields.text('netmask'),
    gateway: fields.text('gateway'),
    description: fields.text('description'),
    license: fields.text('license'),
    serial: fields.text('serial'),
    upSince: fields.text('upSince'),
    haRole: haRole(fields.text('haMasterState') ?? fields.text('instanceMode')),
    haPeerAddress: fields.text('haPeerAddress'),
    haSync: fields.text('haSync'),
    nodeState: fields.text('nodeState'),
    instanceMode: fields.text('instanceMode'),
    isHaConfigured: fields.value('isHaConfigured', booleanOrNull),
    cluster: clusterOf(fields),
    throughputMbps: fields.value('throughput', mbpsOrNull),
    packetsPerSecond: fields.value('pps', countOrNull),
    memoryMb: fields.value('memory', megabytesOrNull),
    cores: fields.value('cores', countOrNull),
    cpuSocket: fields.text('cpuSocket'),
    crypto: instanceCrypto({
      cores: sslCores,
      coresUp: sslCoresUp,
      acu: fields.value('acu', countOrNull),
      scu: fields.value('scu', countOrNull),
      cards: fields.value('cards', countOrNull),
      functions: fields.printed('sslVirtualFunctions') === null ? null : sslVirtualFunctions.length,
      isNewCrypto: fields.value('isNewCrypto', booleanOrNull),
      isFresh: isRunning === true && isReachable === true,
    }),
    extra: fields.extra(),
  };
}

function runs(vmState: string | null): boolean | null {
  if (vmState === null) return null;
  if (/^running$/i.test(vmState)) return true;
  return /^(?:halted|stopped|paused|suspended)$/i.test(vmState) ? false : null;
}

function haRole(printed: string | null): ListedInstance['haRole'] {
  const word = printed?.toLowerCase();
  return word === 'primary' || word === 'secondary' ? word : null;
}

/** An id of 0 or -1 and an empty one stand for "no cluster"; a node id of 0 is a node. */
function clusterOf(fields: Fields): ListedCluster | null {
  const printedId = fields.printed('clusterId');
  const id = countOrNull(printedId);
  if (printedId !== null && !/^-?\d*$/.test(printedId)) fields.keep('clusterId');
  const address = fields.text('clusterAddress');
  const isNone = address === null || /^(?:n\/?a|none|0\.0\.0\.0|-+)$/i.test(address);
  if ((id ?? 0) === 0 && isNone) return null;
  return {
    id: id === 0 ? null : id,
    nodeId: fields.value('nodeId', countOrNull),
    address: isNone ? null : address,
    isCoordinator: fields.value('isCoordinator', booleanOrNull),
  };
}
