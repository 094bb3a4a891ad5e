import { TIME_ZONES, type TimeZone } from '../fleet/adc-traits.js';
import type { SimulatedInstance } from '../fleet/appliance.js';

const MINUTE_MS = 60_000;
const FORMATTERS = new Map<TimeZone, Intl.DateTimeFormat>();

/** Offset of a zone from UTC at an instant (epoch ms), in minutes; east is positive. */
function offsetMinutes(zone: TimeZone, instant: number): number {
  if (zone === 'UTC') return 0;
  let formatter = FORMATTERS.get(zone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' });
    FORMATTERS.set(zone, formatter);
  }
  const name = formatter.formatToParts(instant).find((part) => part.type === 'timeZoneName')?.value ?? '';
  const [, sign, hours, minutes] = /GMT([+-])(\d\d):(\d\d)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** An instant (epoch ms) as the clock of an ADC has it: skewed, and moved so that its UTC fields read as local time. */
export function onDevice(instance: SimulatedInstance, instant: number): number {
  const { clockSkewMs, timeZone } = instance.traits;
  const skewed = instant + clockSkewMs;
  return skewed + offsetMinutes(timeZone, skewed) * MINUTE_MS;
}

/** Zone of an ADC at an instant (epoch ms): `+0200`, and its abbreviation. */
export function zoneAt(instance: SimulatedInstance, instant: number): { offset: string; name: string } {
  const { timeZone, clockSkewMs } = instance.traits;
  const skewed = instant + clockSkewMs;
  const minutes = offsetMinutes(timeZone, skewed);
  const year = new Date(skewed).getUTCFullYear();
  const standard = Math.min(
    offsetMinutes(timeZone, Date.UTC(year, 0, 15)),
    offsetMinutes(timeZone, Date.UTC(year, 6, 15)),
  );
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return {
    offset: `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${two(size % 60)}`,
    name: TIME_ZONES[timeZone][minutes > standard ? 1 : 0],
  };
}

/** The zone as `show ns param` names it: `GMT+01:00-CET-Europe/Berlin`, or `CoordinatedUniversalTime`. */
export function zoneSetting(instance: SimulatedInstance, instant: number): string {
  if (instance.traits.timeZone === 'UTC') return 'CoordinatedUniversalTime';
  const { offset, name } = zoneAt(instance, instant);
  return `GMT${offset.slice(0, 3)}:${offset.slice(3)}-${name}-${instance.traits.timeZone}`;
}
