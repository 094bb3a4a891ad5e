import type { BootReading } from './boot-reading.js';

/** How far a reading may be off, either way: uptime arithmetic drifts, commands wait, clocks are set. */
export const BOOT_TOLERANCE_MS = 120_000;

/** `same`: this run is known; keep `narrowed` as what is known of its start. */
export type BootPlacement =
  { readonly kind: 'same'; readonly narrowed: BootReading } | { readonly kind: 'new' } | { readonly kind: 'first' };

/**
 * Says whether a reading belongs to the run that is known, or shows that the appliance has restarted since.
 *
 * Both intervals may be off by the tolerance. What is known only ever shrinks to what both readings say, so thousands of
 * readings cannot walk it away from the first. A start before the known one is no restart: time does not run backwards,
 * so a clock was set, and the known start stays.
 */
export function placeBoot(
  last: BootReading | null,
  reading: BootReading,
  toleranceMs: number = BOOT_TOLERANCE_MS,
): BootPlacement {
  if (last === null) return { kind: 'first' };
  if (reading.earliestMs - toleranceMs > last.latestMs + toleranceMs) return { kind: 'new' };
  const common = {
    earliestMs: Math.max(last.earliestMs, reading.earliestMs),
    latestMs: Math.min(last.latestMs, reading.latestMs),
  };
  return { kind: 'same', narrowed: common.earliestMs <= common.latestMs ? common : last };
}
