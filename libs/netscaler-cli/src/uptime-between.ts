import type { DeviceTime } from './read-device-time.js';
import type { Uptime } from './read-uptime.js';

const SECOND_MS = 1_000;
const HOUR_MS = 3_600_000;
/** The two times come from two commands and the start may be rounded: this much backwards is still "just now". */
const JITTER_MS = 2_000;

/**
 * How long an appliance runs, from its start and its own clock, both as it printed them; its zone and the rightness of
 * its clock do not matter. Null when the clock reads before the start: it was set, and nothing follows from the two.
 *
 * Good to a second within the first hour, to an hour (and that second) later: a daylight-saving change in between moves
 * the clock by an hour but not the start, and must not look like a restart.
 */
export function uptimeBetween(upSince: DeviceTime, systemTime: DeviceTime): Uptime | null {
  const ms = systemTime.epochAsIfUtcMs - upSince.epochAsIfUtcMs;
  if (ms < -JITTER_MS) return null;
  return { ms: Math.max(0, ms), resolutionMs: ms <= HOUR_MS ? SECOND_MS : HOUR_MS + SECOND_MS };
}
