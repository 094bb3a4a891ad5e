import type { DeviceTime } from '../../read-device-time.js';
import { percentOf, readStatistics, textOf, upSinceOf, wholeOf } from '../stat-system/read-statistics.js';

export interface ParsedStatNs {
  /** As in `stat system`. */
  upSince: DeviceTime | null;
  memoryUsedPercent: number | null;
  memoryUsedMb: number | null;
  /** Health of the node in a pair, as printed: `UP`, `PARTIALFAILSSL`. */
  systemState: string | null;
  /** As printed; a standalone appliance says Primary too. */
  masterState: string | null;
  sslCardsUp: number | null;
  unrecognised: string[];
}

/**
 * Parses `stat ns`. Labels: vendor command reference, `stat ns`; no capture shows the whole answer.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseStatNs(output: string): ParsedStatNs {
  const statistics = readStatistics('stat ns -fullValues', output);
  return {
    upSince: upSinceOf(statistics),
    memoryUsedPercent: percentOf(statistics, 'inusememory%', 'memoryusage%'),
    memoryUsedMb: wholeOf(statistics, 'memoryusagemb', 'inusememorymb'),
    systemState: textOf(statistics, 'systemstate'),
    masterState: textOf(statistics, 'masterstate'),
    sslCardsUp: wholeOf(statistics, '#sslcardsup'),
    unrecognised: statistics.unrecognised,
  };
}
