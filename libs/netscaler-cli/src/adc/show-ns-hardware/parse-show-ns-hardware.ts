import { keepLine } from '../../keep-line.js';
import { readLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';

export interface ParsedShowNsHardware {
  platform: string | null;
  /** `14040` or `15000-25G`: set when the platform line says that an SDX hosts this instance. */
  sdxModel: string | null;
  /** Null when the platform line is missing or of a family this library does not know. */
  isVirtual: boolean | null;
  /** The identity for licences and support. */
  serial: string | null;
  encodedSerial: string | null;
  /** A number on MPX, shaped like a hardware address on VPX. */
  hostId: string | null;
  uuid: string | null;
  /** As printed: `12/8/2013` is day first on an MPX, `11/14/2015` month first on a VPX. Never a date. */
  manufacturedOn: string | null;
  cpuMhz: number | null;
  /** The number at the end of the platform line. */
  systemId: string | null;
  unrecognised: string[];
}

const LINES = {
  platform: /^Platform:\s*(?<value>.*)$/,
  manufacturedOn: /^Manufactured on:\s*(?<value>.*)$/,
  hostId: /^Host Id:\s*(?<value>.*)$/i,
  serial: /^Serial no:\s*(?<value>.*)$/i,
  uuid: /^(?:Netscaler\s+)?UUID:\s*(?<value>.*)$/i,
  encodedSerial: /^Encoded serial no:\s*(?<value>.*)$/i,
  cpu: /^CPU:\s*(?<value>\d{1,6})\s?MHZ$/i,
};

/**
 * Parses `show ns hardware`.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsHardware(output: string): ParsedShowNsHardware {
  const hardware: ParsedShowNsHardware = {
    platform: null,
    sdxModel: null,
    isVirtual: null,
    serial: null,
    encodedSerial: null,
    hostId: null,
    uuid: null,
    manufacturedOn: null,
    cpuMhz: null,
    systemId: null,
    unrecognised: [],
  };
  for (const { kind, text, fields } of readLines('show ns hardware', LINES, output)) {
    const { value } = fields;
    if (kind === 'unrecognised') keepLine(hardware.unrecognised, text);
    else if (kind === 'cpu') hardware.cpuMhz ??= readWhole(value);
    else hardware[kind] ??= value === undefined || value === '' ? null : value;
  }
  const { platform } = hardware;
  if (platform === null) return hardware;
  const systemId = /(?<=\s)\d{4,9}$/.exec(platform)?.[0] ?? null;
  return { ...hardware, systemId, sdxModel: sdxModelOf(platform), isVirtual: isVirtualPlatform(platform) };
}

/** The model follows `NSSDX` after a blank or a hyphen; a last word 45xxxx is the system id. */
function sdxModelOf(platform: string): string | null {
  const words = /\bNSSDX[ -](?<model>\S.*)$/.exec(platform)?.groups?.['model']?.split(/\s+/) ?? [];
  if (words.length > 1 && /^45\d+$/.test(words.at(-1) ?? '')) words.pop();
  return words.length === 0 ? null : words.join(' ');
}

function isVirtualPlatform(platform: string): boolean | null {
  if (/\bVirtual Appliance\b/.test(platform)) return true;
  return platform.startsWith('NSMPX') ? false : null;
}
