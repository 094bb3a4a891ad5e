const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

interface Parts {
  readonly weekday: string;
  readonly day: number;
  readonly month: string;
  readonly year: number;
  readonly hour: string;
  readonly minute: string;
  readonly second: string;
}

/** Simulated appliances run on UTC, so their local time is UTC. */
function partsOf(instant: number): Parts {
  const date = new Date(instant);
  const two = (value: number): string => String(value).padStart(2, '0');
  return {
    weekday: DAYS[date.getUTCDay()] ?? '',
    day: date.getUTCDate(),
    month: MONTHS[date.getUTCMonth()] ?? '',
    year: date.getUTCFullYear(),
    hour: two(date.getUTCHours()),
    minute: two(date.getUTCMinutes()),
    second: two(date.getUTCSeconds()),
  };
}

/** `Fri Aug 16 11:17:25 2024`, as in `show ns config`; the day fills two columns. Takes epoch milliseconds. */
export function calendarTime(instant: number): string {
  const { weekday, month, day, hour, minute, second, year } = partsOf(instant);
  return `${weekday} ${month} ${String(day).padStart(2)} ${hour}:${minute}:${second} ${year}`;
}

/** `27 Aug 2010 18:22:47`, as in `show callhome`. Takes epoch milliseconds. */
export function eventTime(instant: number): string {
  const { day, month, year, hour, minute, second } = partsOf(instant);
  return `${day} ${month} ${year} ${hour}:${minute}:${second}`;
}

/** `7May2022_13_25`, as in the name of a support bundle: no leading zero on the day. Takes epoch milliseconds. */
export function bundleTime(instant: number): string {
  const { day, month, year, hour, minute } = partsOf(instant);
  return `${day}${month}${year}_${hour}_${minute}`;
}

/** `13:25`, for prompts. Takes epoch milliseconds. */
export function clockTime(instant: number): string {
  const { hour, minute } = partsOf(instant);
  return `${hour}:${minute}`;
}
