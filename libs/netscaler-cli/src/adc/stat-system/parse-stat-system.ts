import type { DeviceTime } from '../../read-device-time.js';
import { percentOf, readStatistics, upSinceOf, wholeOf } from './read-statistics.js';

export interface ParsedStatSystem {
  /** Start of the packet engine: moves on a warm restart too. Null when not started or not shown. */
  upSince: DeviceTime | null;
  memoryUsedPercent: number | null;
  memoryUsedMb: number | null;
  packetCpuPercent: number | null;
  managementCpuPercent: number | null;
  cpus: number | null;
  unrecognised: string[];
}

/**
 * Parses `stat system`. Sent with `-fullValues`, because without it long values are cut. Labels: vendor command
 * reference, `stat system`.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseStatSystem(output: string): ParsedStatSystem {
  const statistics = readStatistics('stat system -fullValues', output);
  return {
    upSince: upSinceOf(statistics),
    memoryUsedPercent: percentOf(statistics, 'inusememory%', 'memoryusage%'),
    memoryUsedMb: wholeOf(statistics, 'memoryusagemb', 'inusememorymb'),
    packetCpuPercent: percentOf(statistics, 'packetcpuusage%'),
    managementCpuPercent: percentOf(statistics, 'managementcpuusage%'),
    cpus: wholeOf(statistics, '#cpus', 'numberofcpus'),
    unrecognised: statistics.unrecognised,
  };
}
