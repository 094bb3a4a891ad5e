import { percentOf, readStatistics, wholeOf } from '../stat-system/read-statistics.js';

export interface ParsedStatSystemMemory {
  usedPercent: number | null;
  usedMb: number | null;
  freeMb: number | null;
  /** All that the packet engines may ever take. */
  maximumMb: number | null;
  unrecognised: string[];
}

/**
 * Parses `stat system memory`. Labels: vendor command reference, `stat system memory`; no capture is public.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseStatSystemMemory(output: string): ParsedStatSystemMemory {
  const statistics = readStatistics('stat system memory -fullValues', output);
  return {
    usedPercent: percentOf(statistics, 'inusememory%'),
    usedMb: wholeOf(statistics, 'inusememorymb'),
    freeMb: wholeOf(statistics, 'freememorymb'),
    maximumMb: wholeOf(statistics, 'maximummemoryavailablemb'),
    unrecognised: statistics.unrecognised,
  };
}
