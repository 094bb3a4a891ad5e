/** What of a target decides when its turn comes. `hostId`: null for an appliance that has no host. */
export interface WaveTarget {
  readonly applianceId: string;
  readonly hostId: string | null;
  readonly site: string | null;
}

/**
 * Returns the targets in the order in which they are dealt to waves. Those of the canary site come first, if one is
 * named; within it and after it hosts take turns, so that a wave takes few instances of many hosts before it takes many
 * of one. The same targets give the same order, however they come in.
 */
export function waveOrder<T extends WaveTarget>(targets: readonly T[], canarySite: string | null): readonly T[] {
  const byId = targets.toSorted((a, b) => compare(a.applianceId, b.applianceId));
  if (canarySite === null) return inTurns(byId);
  return [
    ...inTurns(byId.filter(({ site }) => site === canarySite)),
    ...inTurns(byId.filter(({ site }) => site !== canarySite)),
  ];
}

function inTurns<T extends WaveTarget>(targets: readonly T[]): readonly T[] {
  const dealt = new Map<string, number>();
  const placed = targets.map((target) => {
    const host = target.hostId ?? target.applianceId;
    const turn = dealt.get(host) ?? 0;
    dealt.set(host, turn + 1);
    return { target, host, turn };
  });
  return placed.toSorted((a, b) => a.turn - b.turn || compare(a.host, b.host)).map(({ target }) => target);
}

/** By code unit, so that no locale of a process gives another order. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
