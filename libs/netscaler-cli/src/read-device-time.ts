/**
 * An appliance's wall clock, as printed. Appliances print no zone, so `epochAsIfUtcMs` is only good for differences
 * between two times of the same appliance; it is not an instant.
 */
export interface DeviceTime {
  text: string;
  epochAsIfUtcMs: number;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const CLOCK = String.raw`(?<hour>\d{1,2}):(?<minute>\d{2}):(?<second>\d{2})`;

/** Pattern source of the two written forms, without groups, for parsers that look for a time inside a line. */
export const DEVICE_TIME = String.raw`(?:\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d{2}:\d{2}|[A-Z][a-z]{2} [A-Z][a-z]{2} {1,2}\d{1,2} \d{1,2}:\d{2}:\d{2} \d{4})`;

const FORMS = [
  new RegExp(String.raw`^(?<day>\d{1,2}) (?<month>[A-Z][a-z]{2}) (?<year>\d{4}) ${CLOCK}$`),
  new RegExp(String.raw`^[A-Z][a-z]{2} (?<month>[A-Z][a-z]{2}) {1,2}(?<day>\d{1,2}) ${CLOCK} (?<year>\d{4})$`),
];

/**
 * Reads `27 Aug 2010 18:22:47` (show callhome) and `Fri Sep 16 18:43:05 2022` (show ns config, stat system).
 * Null for anything else, a day that does not exist included.
 */
export function readDeviceTime(printed: string): DeviceTime | null {
  const text = printed.trim();
  for (const form of FORMS) {
    const found = form.exec(text)?.groups;
    if (found === undefined) continue;
    const month = MONTHS.indexOf(found['month'] ?? '');
    const day = Number(found['day']);
    const hour = Number(found['hour']);
    const minute = Number(found['minute']);
    const year = Number(found['year']);
    const at = Date.UTC(year, month, day, hour, minute, Number(found['second']));
    const back = new Date(at);
    // Date.UTC rolls 31 Feb over to March: a clock that reads differently afterwards was not a time.
    const isDay = back.getUTCFullYear() === year && back.getUTCMonth() === month && back.getUTCDate() === day;
    const isClock = back.getUTCHours() === hour && back.getUTCMinutes() === minute;
    return month >= 0 && isDay && isClock ? { text, epochAsIfUtcMs: at } : null;
  }
  return null;
}
