import { readUptime, type Uptime } from '../../read-uptime.js';
import { hostCrypto, type HostCrypto } from '../crypto/crypto-units.js';
import { expectOneAnswer } from '../records/expect-answer.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { countOrNull, mbpsOrNull, megabytesOrNull, percentOrNull } from '../records/read-values.js';
import { RecordReader, type Aliases } from '../records/record-reader.js';

/** The hypervisor of a host and the hardware it runs on. */
export interface ParsedShowAppliance {
  name: string | null;
  address: string | null;
  serial: string | null;
  /** Of the hypervisor, not of the SVM. */
  version: string | null;
  /** SSL chips as printed; 0 on hosts that count crypto in other units: `crypto` says which. */
  totalSslCores: number | null;
  freeSslCores: number | null;
  /** Of the hypervisor. Null when missing or without units; the printed text is then in `extra.uptime`. */
  uptime: Uptime | null;
  uuid: string | null;
  /** Of the hypervisor. */
  edition: string | null;
  biosVersion: string | null;
  hostId: string | null;
  modelId: string | null;
  platform: string | null;
  cpus: number | null;
  cpuUsagePercent: number | null;
  memoryTotalMb: number | null;
  memoryFreeMb: number | null;
  maxInstances: number | null;
  availableInstances: number | null;
  maxThroughputMbps: number | null;
  availableThroughputMbps: number | null;
  crypto: HostCrypto;
  extra: Record<string, string>;
}

const ALIASES = {
  name: ['name', 'hostname'],
  address: ['ip_address', 'host_ip_address', 'address'],
  serial: ['serial_number', 'serial', 'serialnumber', 'serial_no'],
  version: ['version', 'version_short', 'product_version'],
  totalSslCores: ['total_ssl_cores', 'ssl_cores_total', 'total_ssl_chips'],
  freeSslCores: ['free_ssl_cores', 'ssl_cores_free', 'free_ssl_chips'],
  uptime: ['uptime'],
  uuid: ['uuid'],
  edition: ['edition'],
  biosVersion: ['bios_version'],
  hostId: ['host_id', 'hostid'],
  modelId: ['model_id'],
  platform: ['platform'],
  cpus: ['total_cpus', 'number_of_cpu', 'number_of_cpus', 'cpus'],
  cpuUsage: ['cpu_usage'],
  memoryTotal: ['total_memory', 'memory_total'],
  memoryFree: ['free_memory', 'memory_free'],
  maxInstances: ['max_number_of_instances', 'maximum_number_of_instances'],
  availableInstances: ['available_number_of_instances'],
  maxThroughput: ['max_throughput', 'maximum_throughput'],
  availableThroughput: ['available_throughput'],
  acuTotal: ['total_acu', 'acu_total', 'total_asymmetric_crypto_units'],
  acuFree: ['free_acu', 'acu_free', 'free_asymmetric_crypto_units'],
  scuTotal: ['total_scu', 'scu_total', 'total_symmetric_crypto_units'],
  scuFree: ['free_scu', 'scu_free', 'free_symmetric_crypto_units'],
  cryptoDevices: ['total_crypto_devices', 'crypto_devices'],
} satisfies Aliases<string>;
const COMMAND = 'show appliance';
// The status of the SVM has the serial, the platform and an uptime too, which is another one: none of them is proof.
const MARKS = {
  command: COMMAND,
  some: [
    ...ALIASES.version,
    ...ALIASES.totalSslCores,
    ...ALIASES.acuTotal,
    ...ALIASES.memoryTotal,
    ...ALIASES.cpus,
    ...ALIASES.uuid,
    ...ALIASES.address,
  ],
  none: ['product_name', 'build', 'current_time', 'vm_state', 'slot', 'bay_number', 'svm_ip_address'],
} as const;

/**
 * Parses `show appliance`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - no record among the words, or an answer to another command.
 */
export function parseShowAppliance(output: string): ParsedShowAppliance {
  const fields = new RecordReader(ALIASES, expectOneAnswer(readSvmRecords(COMMAND, output), MARKS));
  const totalSslCores = fields.value('totalSslCores', countOrNull);
  const freeSslCores = fields.value('freeSslCores', countOrNull);
  return {
    name: fields.text('name'),
    address: fields.text('address'),
    serial: fields.text('serial'),
    version: fields.text('version'),
    totalSslCores,
    freeSslCores,
    uptime: fields.value('uptime', (printed) => readUptime(printed ?? '')),
    uuid: fields.text('uuid'),
    edition: fields.text('edition'),
    biosVersion: fields.text('biosVersion'),
    hostId: fields.text('hostId'),
    modelId: fields.text('modelId'),
    platform: fields.text('platform'),
    cpus: fields.value('cpus', countOrNull),
    cpuUsagePercent: fields.value('cpuUsage', percentOrNull),
    memoryTotalMb: fields.value('memoryTotal', megabytesOrNull),
    memoryFreeMb: fields.value('memoryFree', megabytesOrNull),
    maxInstances: fields.value('maxInstances', countOrNull),
    availableInstances: fields.value('availableInstances', countOrNull),
    maxThroughputMbps: fields.value('maxThroughput', mbpsOrNull),
    availableThroughputMbps: fields.value('availableThroughput', mbpsOrNull),
    crypto: hostCrypto({
      cores: [totalSslCores, freeSslCores],
      acu: [fields.value('acuTotal', countOrNull), fields.value('acuFree', countOrNull)],
      scu: [fields.value('scuTotal', countOrNull), fields.value('scuFree', countOrNull)],
      devices: fields.value('cryptoDevices', countOrNull),
    }),
    extra: fields.extra(),
  };
}
