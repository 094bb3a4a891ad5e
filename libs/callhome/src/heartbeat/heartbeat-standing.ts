import { HEARTBEATS_MISSED_TO_STALE } from '../registration/registration-transitions.js';

const DAY_MS = 86_400_000;

/** Upper limits of the shares of the interval that people see heartbeat ages sorted into. */
export const HEARTBEAT_AGE_LIMITS = [0.5, 1, 1.25] as const;

/** `late`: over one interval. `overdue`: over a quarter of the interval, and at least a day, beyond it. */
export type HeartbeatStanding = 'never' | 'on-time' | 'late' | 'overdue';

/** How old the last heartbeat is. `ratio` is its age by its interval, null without one. */
export interface HeartbeatAge {
  readonly standing: HeartbeatStanding;
  readonly ratio: number | null;
  /** Two or more intervals have gone by: the registration's event `heartbeats-missed`. */
  readonly heartbeatsMissed: boolean;
}

/** Judges by milliseconds of UTC; a last heartbeat in the future (the clock was set back) has age 0. Null: none seen. */
export function heartbeatAge(lastAtMs: number | null, intervalDays: number, nowMs: number): HeartbeatAge {
  if (lastAtMs === null) return { standing: 'never', ratio: null, heartbeatsMissed: false };
  const days = Math.max(0, nowMs - lastAtMs) / DAY_MS;
  const ratio = days / intervalDays;
  const overdueDays = Math.max(intervalDays * HEARTBEAT_AGE_LIMITS[2], intervalDays + 1);
  const standing = days > overdueDays ? 'overdue' : ratio > HEARTBEAT_AGE_LIMITS[1] ? 'late' : 'on-time';
  return { standing, ratio, heartbeatsMissed: ratio > HEARTBEATS_MISSED_TO_STALE };
}
