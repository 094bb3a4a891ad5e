import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from 'react';

export type ZoneChoice = 'local' | 'utc';

/** Times as the viewer reads them. Every instant comes in as ISO text or epoch ms; ages are whole, short and rounded down. */
export interface Clock {
  zone: ZoneChoice;
  /** As printed beside times: "UTC" or "UTC+1". */
  zoneName: string;
  setZone: (zone: ZoneChoice) => void;
  now: number;
  age: (instant: string | number) => string;
  /** Time until an instant, or "due" once it has passed. */
  until: (instant: string) => string;
  timeOfDay: (instant: string | number) => string;
  exact: (instant: string | number) => string;
  format: (instant: string | number, options: Intl.DateTimeFormatOptions) => string;
}

const ZONE_KEY = 'sdx-console-zone';
const TICK_MS = 10_000;
const ClockContext = createContext<Clock | null>(null);

function offsetName(now: number): string {
  const minutes = -new Date(now).getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const hours = Math.floor(Math.abs(minutes) / 60);
  const rest = Math.abs(minutes) % 60;
  return `UTC${minutes < 0 ? '-' : '+'}${hours}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
}

/** A span in its largest unit: "41 m", "3 h", "21 d". */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m`;
  if (seconds < 172_800) return `${Math.floor(seconds / 3600)} h`;
  return `${Math.floor(seconds / 86_400)} d`;
}

const epochMs = (instant: string | number): number => (typeof instant === 'number' ? instant : Date.parse(instant));

function clockOf(zone: ZoneChoice, now: number, setZone: (zone: ZoneChoice) => void): Clock {
  const timeZone = zone === 'utc' ? 'UTC' : undefined;
  const zoneName = zone === 'utc' ? 'UTC' : offsetName(now);
  const format: Clock['format'] = (instant, options) =>
    new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone === undefined ? {} : { timeZone }) }).format(
      epochMs(instant),
    );
  return {
    zone,
    zoneName,
    setZone,
    now,
    age: (instant) => span(now - epochMs(instant)),
    until: (instant) => (epochMs(instant) <= now ? 'due' : `in ${span(epochMs(instant) - now)}`),
    timeOfDay: (instant) => format(instant, { timeStyle: 'medium' }),
    exact: (instant) => `${format(instant, { dateStyle: 'medium', timeStyle: 'medium' })} ${zoneName}`,
    format,
  };
}

/** One ticking clock for the whole console: ages of thousands of rows share it. */
export function ClockProvider({ children }: { children: ReactNode }) {
  const [now, setNow] = useState(() => Date.now());
  const [zone, setZone] = useState<ZoneChoice>(() => (localStorage.getItem(ZONE_KEY) === 'utc' ? 'utc' : 'local'));
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  const clock = useMemo(
    () =>
      clockOf(zone, now, (choice) => {
        localStorage.setItem(ZONE_KEY, choice);
        setZone(choice);
      }),
    [zone, now],
  );
  return <ClockContext value={clock}>{children}</ClockContext>;
}

export function useClock(): Clock {
  const clock = useContext(ClockContext);
  if (clock === null) throw new Error('useClock needs a ClockProvider above it');
  return clock;
}

/** How long ago, with the exact instant and zone on hover. An en dash for never. */
export function Age({ at, suffix = '' }: { at: string | null; suffix?: string }) {
  const { age, exact } = useClock();
  if (at === null) return <span className="t3">–</span>;
  return (
    <time dateTime={at} title={exact(at)}>
      {age(at)}
      {suffix}
    </time>
  );
}
