import type { Platform } from '../../../fleet/src/index.js';
import { conditionApplies } from '../conditions/condition-table.js';
import type { ConditionCode } from '../conditions/condition-table.js';
import { stableFraction } from './stable-fraction.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** The shortest interval between two checks over SSH, in milliseconds. Ours: a login costs an appliance CPU. */
export const SHORTEST_CHECK_MS = 5 * MINUTE_MS;

/**
 * How often the appliance itself looks, in milliseconds; null: at each restart. Source: vendor's Call Home page, table of
 * monitored conditions, read second-hand.
 */
export const VENDOR_POLL_MS: Readonly<Record<ConditionCode, number | null>> = {
  'compact-flash-error': 6 * HOUR_MS,
  'hard-disk-error': 6 * HOUR_MS,
  'power-supply-failure': 7_000,
  'ssl-card-failure': 7_000,
  'warm-restart': null,
  'memory-anomaly': 24 * HOUR_MS,
  'rate-limit-drop': 7_000,
};

/**
 * Returns the interval between checks in milliseconds: the vendor's, raised to `SHORTEST_CHECK_MS` where it is shorter or
 * bound to a restart, which only looking can notice. Null: never checked on this platform.
 */
export function checkIntervalMs(code: ConditionCode, platform: Platform): number | null {
  if (!conditionApplies(code, platform)) return null;
  return Math.max(VENDOR_POLL_MS[code] ?? 0, SHORTEST_CHECK_MS);
}

/** One repeated check of one appliance. */
export interface CheckTurn {
  readonly applianceId: string;
  readonly code: ConditionCode;
  readonly intervalMs: number;
}

/**
 * Returns the instant of the next check after `afterMs`, both in milliseconds of UTC. Each appliance and condition has its
 * own place within the interval. Asked after downtime it names one check, however many were missed.
 */
export function nextCheckAt({ applianceId, code, intervalMs }: CheckTurn, afterMs: number): number {
  const placeMs = Math.floor(stableFraction(`check|${code}|${applianceId}`) * intervalMs);
  return (Math.floor((afterMs - placeMs) / intervalMs) + 1) * intervalMs + placeMs;
}
