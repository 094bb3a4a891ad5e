import type { BootReading } from './boot-reading.js';

/** How far a reading may be off, either way: uptime arithmetic drifts, commands wait, clocks are set. */
export const BOOT_TOLERANCE_MS = 120_000;

/** The widest change of time zone, in milliseconds: from UTC-12 to UTC+14. A clock that was set is taken to jump less. */
export const CLOCK_CHANGE_MAX_MS = 26 * 3_600_000;

/**
 * `same`: this run is known; keep `narrowed` as what is known of it. `other-node`: another appliance answered, so the
 * reading says nothing of this one; keep what is known.
 */
export type BootPlacement =
  | { readonly kind: 'same'; readonly narrowed: BootReading }
  | { readonly kind: 'new' }
  | { readonly kind: 'first' }
  | { readonly kind: 'other-node' };

/**
 * Says whether a reading belongs to the run that is known, or shows that the appliance has restarted since.
 *
 * Both intervals may be off by the tolerance. What is known of the start only ever shrinks to what both readings say, so
 * thousands of readings cannot walk it away from the first. A start before the known one is no restart: time does not
 * run backwards, so a clock was set, and the known start stays.
 *
 * Where it is kept when the run was last seen and how long it had run, uptime goes before clocks: a restart since then
 * starts after it, so a start that seems later than the known one but lies before the last reading is a clock or a time
 * zone that was changed; and an uptime that fell while the start moved back is a restart under a clock of ours that was
 * set back. What cannot be told from a restart, such as a clock that jumps further than the run is long, counts as one.
 */
export function placeBoot(
  last: BootReading | null,
  reading: BootReading,
  toleranceMs: number = BOOT_TOLERANCE_MS,
): BootPlacement {
  if (last === null) return { kind: 'first' };
  if (isOtherNode(last, reading)) return { kind: 'other-node' };
  const isLater = reading.earliestMs - toleranceMs > last.latestMs + toleranceMs;
  const isEarlier = reading.latestMs + toleranceMs < last.earliestMs - toleranceMs;
  if (isLater && !startedBeforeLastSeen(last, reading, toleranceMs)) return { kind: 'new' };
  if (isEarlier && uptimeFellBy(last, reading) > 2 * toleranceMs) return { kind: 'new' };
  return { kind: 'same', narrowed: narrow(last, reading) };
}

function isOtherNode({ node: known = null }: BootReading, { node = null }: BootReading): boolean {
  return known !== null && node !== null && known !== node;
}

/**
 * An uptime that fell by more than any change of a time zone is a restart nevertheless: our own clock was then set back
 * since the last reading, which makes the start look older than it is.
 */
function startedBeforeLastSeen(last: BootReading, reading: BootReading, toleranceMs: number): boolean {
  if (last.readAtMs === undefined || reading.latestMs + toleranceMs >= last.readAtMs) return false;
  return uptimeFellBy(last, reading) <= CLOCK_CHANGE_MAX_MS;
}

/** Zero or less where it did not fall for certain: the printed unit, and what is not known, count for the reading. */
function uptimeFellBy(last: BootReading, reading: BootReading): number {
  if (last.uptimeMs === undefined || reading.uptimeMs === undefined) return 0;
  return last.uptimeMs - reading.uptimeMs - (reading.latestMs - reading.earliestMs);
}

function narrow(last: BootReading, reading: BootReading): BootReading {
  const earliestMs = Math.max(last.earliestMs, reading.earliestMs);
  const latestMs = Math.min(last.latestMs, reading.latestMs);
  const start = earliestMs <= latestMs ? { earliestMs, latestMs } : pick(last);
  const { readAtMs, uptimeMs } = isNewer(last, reading) ? reading : last;
  const node = last.node ?? reading.node;
  return {
    ...start,
    ...(readAtMs !== undefined && { readAtMs }),
    ...(uptimeMs !== undefined && { uptimeMs }),
    ...(node !== undefined && { node }),
  };
}

function pick({ earliestMs, latestMs }: BootReading): Pick<BootReading, 'earliestMs' | 'latestMs'> {
  return { earliestMs, latestMs };
}

/** A reading that was late to arrive has both an earlier time and a shorter uptime than the one that is kept. */
function isNewer(last: BootReading, reading: BootReading): boolean {
  if (reading.readAtMs === undefined) return false;
  if (last.readAtMs === undefined || reading.readAtMs >= last.readAtMs) return true;
  return (reading.uptimeMs ?? 0) > (last.uptimeMs ?? 0);
}
