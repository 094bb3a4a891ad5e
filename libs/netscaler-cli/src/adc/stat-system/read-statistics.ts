import { keepLine } from '../../keep-line.js';
import { readDeviceTime, type DeviceTime } from '../../read-device-time.js';
import { contentLines } from '../../read-lines.js';
import { readPercent, readWhole } from '../../read-number.js';
import { splitStatistic } from '../../split-statistic.js';

/** A `stat` answer: the values of all labels, and the lines that are neither statistic nor heading. */
export interface Statistics {
  /** By label, see `Statistic`; the first one counts where a label comes twice. */
  readonly values: ReadonlyMap<string, { readonly value: string; readonly text: string }>;
  readonly unrecognised: string[];
}

const HEADING =
  /^(?:NetScaler Executive View|System (?:Information|Overview|Statistics|Health|Memory)|System (?:Disks|Ethernet)\b.*|.*\bStatistics):?$/i;
/** What `Up since` says before the packet engine runs; recalled, in no source. */
const NOT_STARTED = /^System unstarted$/i;

/**
 * Reads a `stat` answer without judging its labels: appliances print many, and which ones differs between builds.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function readStatistics(command: string, output: string): Statistics {
  const values = new Map<string, { value: string; text: string }>();
  const unrecognised: string[] = [];
  for (const { text, isReadable } of contentLines(command, output)) {
    const statistic = isReadable ? splitStatistic(text) : null;
    if (statistic === null) {
      if (!isReadable || !HEADING.test(text)) keepLine(unrecognised, text);
    } else if (!values.has(statistic.key)) values.set(statistic.key, { value: statistic.value, text });
  }
  return { values, unrecognised };
}

/** The percentage under the first of these labels that is there; null, and the line kept, when it is none. */
export function percentOf(statistics: Statistics, ...keys: string[]): number | null {
  return valueOf(statistics, keys, readPercent);
}

/** The whole number under the first of these labels that is there; null, and the line kept, when it is none. */
export function wholeOf(statistics: Statistics, ...keys: string[]): number | null {
  return valueOf(statistics, keys, readWhole);
}

/** The text under a label; null when it is not there. */
export function textOf(statistics: Statistics, key: string): string | null {
  return statistics.values.get(key)?.value ?? null;
}

/** The start of the packet engine; null when it has not started, is not shown, or, and the line kept, is no time. */
export function upSinceOf(statistics: Statistics): DeviceTime | null {
  const keys = ['upsince', 'upsincelocal', 'upsinceutc', 'upsincegmt'];
  const isStarted = !keys.some((key) => NOT_STARTED.test(textOf(statistics, key) ?? ''));
  return isStarted ? valueOf(statistics, keys, readDeviceTime) : null;
}

function valueOf<Value>(
  { values, unrecognised }: Statistics,
  keys: readonly string[],
  read: (printed: string) => Value | null,
): Value | null {
  const printed = keys.map((key) => values.get(key)).find((found) => found !== undefined);
  if (printed === undefined) return null;
  const value = read(printed.value);
  if (value === null) keepLine(unrecognised, printed.text);
  return value;
}
