import { readDeviceTime, type DeviceTime } from '../../read-device-time.js';
import { readLines } from '../../read-lines.js';

export interface ParsedStatSystem {
  /** Start of the packet engine: moves on a warm restart too. Null when not started or not shown. */
  upSince: DeviceTime | null;
  memoryUsedPercent: number | null;
  unrecognised: string[];
}

const LINES = {
  upSince: /^Up since(?:\s*\(\w+\))?\s+(?<value>.+)$/i,
  memory: /^(?:InUse Memory|Memory usage) \(%\)\s+(?<value>\d+(?:\.\d+)?)$/i,
  // Other statistics: a label, a gap, one or more values.
  other: /^\S.{0,100}?(?:\s{2,}|\t)\S.*$|^\S.{0,100}? -?\d+(?:\.\d+)?$/,
  heading:
    /^(?:NetScaler Executive View|System (?:Information|Overview|Statistics|Health)|System (?:Disks|Ethernet).*|.*\bStatistics):?$/i,
};

/**
 * Parses `stat system`. Sent with `-fullValues`, because without it long values are cut.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseStatSystem(output: string): ParsedStatSystem {
  const parsed: ParsedStatSystem = { upSince: null, memoryUsedPercent: null, unrecognised: [] };
  for (const { kind, text, fields } of readLines('stat system -fullValues', LINES, output)) {
    const value = fields['value'] ?? '';
    if (kind === 'memory') parsed.memoryUsedPercent = Number(value);
    if (kind === 'upSince') {
      parsed.upSince = readDeviceTime(value);
      if (parsed.upSince === null && !/^System unstarted$/i.test(value)) parsed.unrecognised.push(text);
    }
    if (kind === 'unrecognised') parsed.unrecognised.push(text);
  }
  return parsed;
}
