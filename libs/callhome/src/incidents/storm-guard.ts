/** New conditions at one site within `STORM_WINDOW_MS` that make a storm. Ours. */
export const STORM_CONDITIONS = 10;
/** One hour, in milliseconds. */
export const STORM_WINDOW_MS = 3_600_000;
/** Collections at a time during a storm, 5 to 10: as Dell SupportAssist does. The lower bound is the default. */
export const STORM_COLLECTIONS = { min: 5, max: 10 } as const;

/** Says whether a site has a storm, by when its new conditions came, in milliseconds of UTC and any order. */
export function isStorm(raisedAtMs: readonly number[], nowMs: number): boolean {
  return raisedAtMs.filter((at) => at <= nowMs && nowMs - at < STORM_WINDOW_MS).length >= STORM_CONDITIONS;
}

/** A collection that waits for its turn. */
export interface WaitingCollection {
  readonly id: string;
  readonly waitingSinceMs: number;
}

/** Returns the ids that may start now during a storm, longest waiting first; `limit` is held within 5 to 10. */
export function nextCollections(
  waiting: readonly WaitingCollection[],
  running: number,
  limit: number = STORM_COLLECTIONS.min,
): readonly string[] {
  const most = Math.min(STORM_COLLECTIONS.max, Math.max(STORM_COLLECTIONS.min, limit));
  return waiting
    .toSorted((a, b) => a.waitingSinceMs - b.waitingSinceMs || (a.id < b.id ? -1 : 1))
    .slice(0, Math.max(0, most - running))
    .map(({ id }) => id);
}
