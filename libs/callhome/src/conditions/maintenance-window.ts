/** A time in which an appliance is worked on. Both ends in milliseconds of UTC; it is over at `untilMs` itself. */
export interface MaintenanceWindow {
  readonly applianceId: string;
  readonly fromMs: number;
  readonly untilMs: number;
}

/**
 * Returns when the maintenance of an appliance ends, in milliseconds of UTC; null: there is none now. Windows that
 * overlap or touch are one.
 */
export function maintenanceUntil(
  applianceId: string,
  windows: readonly MaintenanceWindow[],
  nowMs: number,
): number | null {
  let untilMs = nowMs;
  const own = windows.filter((each) => each.applianceId === applianceId).toSorted((a, b) => a.fromMs - b.fromMs);
  for (const each of own) if (each.fromMs <= untilMs && each.untilMs > untilMs) untilMs = each.untilMs;
  return untilMs === nowMs ? null : untilMs;
}
