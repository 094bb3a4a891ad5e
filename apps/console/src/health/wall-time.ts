import type { ZoneChoice } from '../shell/clock.js';

const pad = (value: number) => String(value).padStart(2, '0');

/** An instant (epoch ms) as a field for date and time takes it, to the minute: 2026-11-24T13:05. */
export function wallTime(instant: number, zone: ZoneChoice): string {
  const at = new Date(instant);
  if (zone === 'utc') return at.toISOString().slice(0, 16);
  const day = `${at.getFullYear()}-${pad(at.getMonth() + 1)}-${pad(at.getDate())}`;
  return `${day}T${pad(at.getHours())}:${pad(at.getMinutes())}`;
}

/** The instant, in ISO 8601 and UTC, that a field for date and time means; null for what is no time. */
export function instantOf(text: string, zone: ZoneChoice): string | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(text)) return null;
  // Without an offset a date with a time is read in the viewer's own zone.
  const at = new Date(zone === 'utc' ? `${text}Z` : text);
  return Number.isNaN(at.getTime()) ? null : at.toISOString();
}
