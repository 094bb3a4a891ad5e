import { stableFraction } from '../schedule/stable-fraction.js';

const DAY_MS = 86_400_000;

/** One turn of an appliance: `slot` counts intervals since 1970 in UTC, `dueAtMs` is when the turn begins. */
export interface HeartbeatSlot {
  readonly slot: number;
  readonly dueAtMs: number;
}

/** Returns the slot that an instant (milliseconds of UTC) lies in. Each appliance's slots begin at its own place. */
export function heartbeatSlot(applianceId: string, intervalDays: number, atMs: number): HeartbeatSlot {
  const intervalMs = intervalDays * DAY_MS;
  const placeMs = Math.floor(stableFraction(`heartbeat|${applianceId}`) * intervalMs);
  const slot = Math.floor((atMs - placeMs) / intervalMs);
  return { slot, dueAtMs: slot * intervalMs + placeMs };
}

/**
 * Returns when the next heartbeat is due, in milliseconds of UTC: half an interval to one interval after the last, at the
 * begin of a slot if one lies there. Otherwise the last one was late, and the way to the slot after is halved, so that an
 * appliance is back at its place after two. Null as the last: the slot that now lies in, so at once.
 */
export function nextHeartbeatAt(
  applianceId: string,
  intervalDays: number,
  last: { sentAtMs: number | null; nowMs: number },
): number {
  if (last.sentAtMs === null) return heartbeatSlot(applianceId, intervalDays, last.nowMs).dueAtMs;
  const intervalMs = intervalDays * DAY_MS;
  const earliestMs = last.sentAtMs + intervalMs / 2;
  const { dueAtMs } = heartbeatSlot(applianceId, intervalDays, earliestMs);
  const slotMs = dueAtMs >= earliestMs ? dueAtMs : dueAtMs + intervalMs;
  const gapMs = slotMs - last.sentAtMs;
  return gapMs > intervalMs ? last.sentAtMs + Math.ceil(gapMs / 2) : slotMs;
}

/** Returns the text under which at most one heartbeat of an appliance is kept per interval length and slot. */
export function heartbeatDedupeKey(applianceId: string, intervalDays: number, slot: number): string {
  const escaped = applianceId.replaceAll('%', '%25').replaceAll('|', '%7C');
  return ['heartbeat', escaped, `${String(intervalDays)}d`, String(slot)].join('|');
}
