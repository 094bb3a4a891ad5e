import { readLines } from '../../read-lines.js';

export interface ParsedShowNsHardware {
  platform: string | null;
  /** `14040` or `15000-25G`: set when the platform line says that an SDX hosts this instance. */
  sdxModel: string | null;
  /** Null when the platform line is missing or of a family this library does not know. */
  isVirtual: boolean | null;
  /** The identity for licences and support. */
  serial: string | null;
  /** A number on MPX, shaped like a hardware address on VPX. */
  hostId: string | null;
  uuid: string | null;
  /** As printed: `12/8/2013` is day first on an MPX, `11/14/2015` month first on a VPX. Never a date. */
  manufacturedOn: string | null;
  unrecognised: string[];
}

const LINES = {
  platform: /^Platform:\s*(?<value>.*)$/,
  manufacturedOn: /^Manufactured on:\s*(?<value>.*)$/,
  hostId: /^Host Id:\s*(?<value>.*)$/i,
  serial: /^Serial no:\s*(?<value>.*)$/i,
  uuid: /^(?:Netscaler\s+)?UUID:\s*(?<value>.*)$/i,
  known: /^(?:CPU|Encoded serial no):/i,
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
    hostId: null,
    uuid: null,
    manufacturedOn: null,
    unrecognised: [],
  };
  for (const { kind, text, fields } of readLines('show ns hardware', LINES, output)) {
    if (kind === 'known') continue;
    if (kind === 'unrecognised') hardware.unrecognised.push(text);
    else hardware[kind] ??= fields['value'] || null;
  }
  const { platform } = hardware;
  if (platform === null) return hardware;
  return { ...hardware, sdxModel: sdxModelOf(platform), isVirtual: isVirtualPlatform(platform) };
}

/** The model follows `NSSDX` after a blank or a hyphen; the last word, a 45xxxx, is the system id. */
function sdxModelOf(platform: string): string | null {
  return /\bNSSDX[ -](?<model>\S.*?)(?:\s+45\d+)?$/.exec(platform)?.groups?.['model'] ?? null;
}

function isVirtualPlatform(platform: string): boolean | null {
  if (/\bVirtual Appliance\b/.test(platform)) return true;
  return platform.startsWith('NSMPX') ? false : null;
}
