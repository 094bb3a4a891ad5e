import type { Finding } from './finding.js';

/**
 * Every state of a condition. `cleared`: it was active and is over; `unknown`: tried and could not tell; `not-checked`:
 * never tried; `not-applicable`: ruled out by the platform, or nothing there to check.
 */
export const CONDITION_STATES = ['ok', 'active', 'cleared', 'unknown', 'not-checked', 'not-applicable'] as const;
export type ConditionState = (typeof CONDITION_STATES)[number];

/** What is kept of a condition between two readings. */
export interface ConditionMemory {
  readonly state: ConditionState;
  /** How often it became active, over all boot epochs. */
  readonly occurrences: number;
  /** The boot epoch in which it last was active; null: never was. */
  readonly lastEpochId: string | null;
}

/** Where a condition goes, and what follows from that. */
export interface ConditionAdvance {
  readonly next: ConditionMemory;
  /** True when it has just become active, or is still active after a restart. */
  readonly occurrence: boolean;
  /**
   * True on the first occurrence of a boot epoch. A hint only: two workers may both read it, and the unique key of the
   * delivery (`conditionDedupeKey`) decides.
   */
  readonly deliveryDue: boolean;
}

/**
 * Moves a condition by one finding. `current` null: never judged before.
 *
 * `unknown` neither raises nor clears: an active condition stays active. A condition that is active in a new boot epoch
 * occurs again, although it never cleared, because a restart arms it.
 */
export function advanceCondition(
  current: ConditionMemory | null,
  finding: Pick<Finding, 'state'>,
  epochId: string,
): ConditionAdvance {
  const was = current ?? { state: 'not-checked', occurrences: 0, lastEpochId: null };
  if (finding.state === 'active') {
    const isFirstOfEpoch = was.lastEpochId !== epochId;
    const occurrence = isFirstOfEpoch || was.state !== 'active';
    const occurrences = was.occurrences + Number(occurrence);
    return { next: { state: 'active', occurrences, lastEpochId: epochId }, occurrence, deliveryDue: isFirstOfEpoch };
  }
  const state = stateAfter(finding.state, was, epochId);
  return { next: { ...was, state }, occurrence: false, deliveryDue: false };
}

function stateAfter(found: 'ok' | 'unknown' | 'not-applicable', was: ConditionMemory, epochId: string): ConditionState {
  if (found === 'not-applicable') return found;
  return found === 'unknown' ? afterUnknown(was) : afterOk(was, epochId);
}

function afterUnknown({ state }: ConditionMemory): ConditionState {
  return state === 'active' ? 'active' : 'unknown';
}

/** `cleared` is for the epoch that saw it and for the reading that ends it; after that the part is simply well. */
function afterOk({ state, lastEpochId }: ConditionMemory, epochId: string): ConditionState {
  return state === 'active' || lastEpochId === epochId ? 'cleared' : 'ok';
}
