import { readUptime, type Uptime } from '../../read-uptime.js';
import { readSvmRecords } from '../records/parse-svm-records.js';
import { mergeRecords, takeFields, textOrNull, type Aliases } from '../records/take-fields.js';

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
  /** Null when missing or without units; the printed text is then in `extra.uptime`. */
  uptime: Uptime | null;
  extra: Record<string, string>;
}

// `sysid` is left in `extra`: the API has it beside the serial, and a wrong identity is worse than none.
const ALIASES = {
  product: ['product_name', 'product'],
  platform: ['platform', 'model'],
  build: ['build', 'build_number', 'product_build_number', 'build_number_short'],
  serial: ['serial_number', 'serial', 'serialnumber', 'serial_no'],
  hostId: ['host_id', 'hostid'],
  uptime: ['uptime', 'system_uptime'],
} satisfies Aliases<string>;

/**
 * Parses `show systemstatus`.
 * @throws {TranscriptError} DEVICE_REFUSED - the SVM answered with an error.
 * @throws {TranscriptError} OUTPUT_UNREADABLE - there are words, but no record in them.
 */
export function parseShowSystemstatus(output: string): ParsedShowSystemstatus {
  const { known, extra } = takeFields(ALIASES, mergeRecords(readSvmRecords('show systemstatus', output)));
  const uptime = readUptime(known.uptime ?? '');
  const build = /^(?<build>[^,]+)(?:,\s*(?:Date:\s*)?(?<date>.+))?$/.exec(known.build ?? '')?.groups;
  return {
    product: textOrNull(known.product),
    platform: textOrNull(known.platform),
    build: build?.['build'] ?? null,
    buildDate: build?.['date'] ?? null,
    serial: textOrNull(known.serial),
    hostId: textOrNull(known.hostId),
    uptime,
    extra: uptime === null && known.uptime !== null ? { ...extra, uptime: known.uptime } : extra,
  };
}
