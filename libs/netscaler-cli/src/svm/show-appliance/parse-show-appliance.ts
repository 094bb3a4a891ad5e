import { readUptime, type Uptime } from '../../read-uptime.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { mergeRecords, numberOrNull, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

/** The hypervisor of a host. */
export interface ParsedShowAppliance {
  name: string | null;
  address: string | null;
  serial: string | null;
  /** Of the hypervisor, not of the SVM. */
  version: string | null;
  totalSslCores: number | null;
  freeSslCores: number | null;
  /** Null when missing or without units; the printed text is then in `extra.uptime`. */
  uptime: Uptime | null;
  extra: Record<string, string>;
}

// `total_crypto_devices` stays in `extra`: newer hosts count something else with it.
const ALIASES = {
  name: ['name', 'hostname'],
  address: ['ip_address', 'host_ip_address', 'address'],
  serial: ['serial_number', 'serial', 'serialnumber', 'serial_no'],
  version: ['version', 'version_short', 'product_version'],
  totalSslCores: ['total_ssl_cores', 'ssl_cores_total', 'total_ssl_chips'],
  freeSslCores: ['free_ssl_cores', 'ssl_cores_free', 'free_ssl_chips'],
  uptime: ['uptime'],
} satisfies Aliases<string>;

/**
 * Parses `show appliance`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - there are words, but no record in them.
 */
export function parseShowAppliance(output: string): ParsedShowAppliance {
  const { known, extra } = takeFields(ALIASES, mergeRecords(readSvmRecords('show appliance', output)));
  const uptime = readUptime(known.uptime ?? '');
  return {
    name: textOrNull(known.name),
    address: textOrNull(known.address),
    serial: textOrNull(known.serial),
    version: textOrNull(known.version),
    totalSslCores: numberOrNull(known.totalSslCores),
    freeSslCores: numberOrNull(known.freeSslCores),
    uptime,
    extra: uptime === null && known.uptime !== null ? { ...extra, uptime: known.uptime } : extra,
  };
}
