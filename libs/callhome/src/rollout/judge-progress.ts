import { ROLLOUT_TARGET_STATES } from './target-states.js';
import type { RolloutTargetState, TargetCount } from './target-states.js';

/** When a rollout stops by itself. */
export interface RolloutLimits {
  /** More than this share of the targets tried in a wave failed. */
  readonly failedPercentOfWave: number;
  /** More than this number failed in the whole rollout. */
  readonly failedInAll: number;
  /** More than this share of the targets tried in a wave did not answer. */
  readonly unreachablePercentOfWave: number;
  /** Targets of a wave that have to be tried before a share says anything. */
  readonly judgeAfter: number;
}

export const DEFAULT_LIMITS = {
  failedPercentOfWave: 10,
  failedInAll: 5,
  unreachablePercentOfWave: 10,
  judgeAfter: 10,
} as const satisfies RolloutLimits;

/** How many targets are in each state; an absent one has none. */
export type TargetCounts = { readonly [S in RolloutTargetState]?: number };

/** Targets by what their state counts as. */
export type TargetTally = Readonly<Record<TargetCount, number>>;

/** Adds up targets by what their state counts as. */
export function tallyTargets(counts: TargetCounts): TargetTally {
  const tally: Record<TargetCount, number> = { open: 0, good: 0, failed: 0, unreachable: 0, neither: 0 };
  for (const state of Object.keys(ROLLOUT_TARGET_STATES) as RolloutTargetState[]) {
    tally[ROLLOUT_TARGET_STATES[state].countsAs] += counts[state] ?? 0;
  }
  return tally;
}

export type PauseCause = 'failures-in-wave' | 'failures-in-all' | 'unreachable-in-wave';
export type ProgressVerdict =
  { readonly verdict: 'go-on' } | { readonly verdict: 'pause'; readonly because: PauseCause; readonly detail: string };

/** How far a rollout is, and how much failure it is allowed. */
export interface RolloutProgress {
  /** Targets of the wave that is under way. */
  readonly wave: TargetCounts;
  /** Targets of all waves, this one among them. */
  readonly all: TargetCounts;
  readonly limits: RolloutLimits;
  /**
   * What a person has seen and let pass: the counts when it was last resumed or its failures were tried again, taken
   * after those have gone back to `pending`. `wave` is null once another wave is under way. Absent: nothing.
   */
  readonly accepted?: { readonly wave: TargetCounts | null; readonly all: TargetCounts } | null | undefined;
}

/**
 * Says whether a rollout goes on. Shares are of the targets that were tried: those that ended good, failed or
 * unreachable. A target in conflict or skipped says nothing about the change and counts nowhere.
 *
 * The number in all is judged at any time. A share is judged once `judgeAfter` targets of the wave were tried. A wave
 * that ends with fewer is judged at its end, and only if another follows that it can protect: as if `judgeAfter` had
 * been tried, so that one failure of four passes and two do not, unless none of them went well, which never passes.
 */
export function judgeProgress({ wave, all, limits, accepted }: RolloutProgress): ProgressVerdict {
  const inAll = since(tallyTargets(all), accepted?.all);
  if (inAll.failed > limits.failedInAll) {
    const detail = `${targets(inAll.failed)} of the rollout failed, allowed are ${limits.failedInAll}`;
    return { verdict: 'pause', because: 'failures-in-all', detail };
  }
  const inWave = since(tallyTargets(wave), accepted?.wave);
  const of = judgedAgainst(inWave, inAll.open > 0, limits.judgeAfter);
  if (of === null) return { verdict: 'go-on' };
  if (isOver(inWave.failed, of, limits.failedPercentOfWave)) {
    const detail = shareText(inWave.failed, 'failed', { tally: inWave, limit: limits.failedPercentOfWave });
    return { verdict: 'pause', because: 'failures-in-wave', detail };
  }
  if (isOver(inWave.unreachable, of, limits.unreachablePercentOfWave)) {
    const detail = shareText(inWave.unreachable, 'did not answer', {
      tally: inWave,
      limit: limits.unreachablePercentOfWave,
    });
    return { verdict: 'pause', because: 'unreachable-in-wave', detail };
  }
  return { verdict: 'go-on' };
}

/** The number that a share is of; null while shares are not judged. */
function judgedAgainst(wave: TargetTally, othersFollow: boolean, judgeAfter: number): number | null {
  const tried = triedOf(wave);
  if (tried >= judgeAfter) return tried;
  if (wave.open > 0 || !othersFollow || tried === 0) return null;
  return wave.good === 0 ? tried : judgeAfter;
}

/** What came after the counts that a person let pass; a target that went well since may make up for one of them. */
function since(now: TargetTally, accepted: TargetCounts | null | undefined): TargetTally {
  if (accepted == null) return now;
  const before = tallyTargets(accepted);
  const after = (of: TargetCount) => Math.max(0, now[of] - before[of]);
  return { ...now, good: after('good'), failed: after('failed'), unreachable: after('unreachable') };
}

function triedOf({ good, failed, unreachable }: TargetTally): number {
  return good + failed + unreachable;
}

function isOver(part: number, whole: number, percent: number): boolean {
  return part * 100 > percent * whole;
}

function shareText(part: number, what: string, { tally, limit }: { tally: TargetTally; limit: number }): string {
  return `${part} of ${targets(triedOf(tally))} tried in the wave ${what}, the limit is ${limit} %`;
}

function targets(count: number): string {
  return count === 1 ? '1 target' : `${count} targets`;
}
