import type { Finding } from './finding.js';
import { hysteresisOf } from './hysteresis.js';

/**
 * Every state of a condition. `cleared`: it was active and is over; `unknown`: tried and could not tell; `not-checked`:
 * never tried; `not-applicable`: ruled out by the platform, or nothing there to check.
 */
export const CONDITION_STATES = ['ok', 'active', 'cleared', 'unknown', 'not-checked', 'not-applicable'] as const;
export type ConditionState = (typeof CONDITION_STATES)[number];

/** Readings in a row, in one boot epoch, that speak for a change that has not been believed yet. */
export interface ConditionStreak {
  readonly of: 'active' | 'ok';
  readonly readings: number;
  readonly epochId: string;
}

/** What is kept of a condition between two readings. */
export interface ConditionMemory {
  readonly state: ConditionState;
  /** How often it became active, over all boot epochs. */
  readonly occurrences: number;
  /** The boot epoch in which it last was active; null: never was. */
  readonly lastEpochId: string | null;
  /** Null: nothing speaks against the state. To be stored: without it, what needs two readings never changes. */
  readonly streak: ConditionStreak | null;
}

/** Where a condition goes, and what follows from that. */
export interface ConditionAdvance {
  readonly next: ConditionMemory;
  /** True when it has just become active, or is found to be still active after a restart. */
  readonly occurrence: boolean;
  /**
   * True on the first occurrence of a boot epoch. A hint only: two workers may both read it, and the unique key of the
   * delivery (`conditionDedupeKey`) decides.
   */
  readonly deliveryDue: boolean;
}

/** The part of a finding that moves a condition. */
export type ConditionSignal = Pick<Finding, 'code' | 'state' | 'source'>;

/**
 * Moves a condition by one finding. `current` null: never judged before.
 *
 * It is raised and cleared by as many readings in a row as `hysteresisOf` asks for; an opposite reading starts the count
 * anew, and so does a restart. `unknown` neither raises nor clears nor counts nor breaks a count: an active condition
 * stays active. A condition that is active in a new boot epoch occurs again, although it never cleared, because a
 * restart arms it. A first active reading that does not raise yet is `unknown` where nothing was known before, never
 * `ok`.
 */
export function advanceCondition(
  current: ConditionMemory | null,
  signal: ConditionSignal,
  epochId: string,
): ConditionAdvance {
  const was = current ?? { state: 'not-checked', occurrences: 0, lastEpochId: null, streak: null };
  if (signal.state === 'active') return afterActive(was, signal, epochId);
  if (signal.state === 'ok') return quiet(afterOk(was, signal, epochId));
  if (signal.state === 'unknown') return quiet({ ...was, state: orUnknown(was.state) });
  return quiet({ ...was, state: 'not-applicable', streak: null });
}

function quiet(next: ConditionMemory): ConditionAdvance {
  return { next, occurrence: false, deliveryDue: false };
}

function afterActive(was: ConditionMemory, signal: ConditionSignal, epochId: string): ConditionAdvance {
  const isFirstOfEpoch = was.lastEpochId !== epochId;
  if (was.state === 'active' && !isFirstOfEpoch) return quiet({ ...was, streak: null });
  const streak = lengthened(was.streak, 'active', epochId);
  if (streak.readings < hysteresisOf(signal).raiseAfter) {
    const isTold = was.state === 'active' || was.state === 'ok' || was.state === 'cleared';
    return quiet({ ...was, state: isTold ? was.state : 'unknown', streak });
  }
  const occurrences = was.occurrences + 1;
  const next = { state: 'active', occurrences, lastEpochId: epochId, streak: null } as const;
  return { next, occurrence: true, deliveryDue: isFirstOfEpoch };
}

/** `cleared` is for the epoch that saw it and for the reading that ends it; after that the part is simply well. */
function afterOk(was: ConditionMemory, signal: ConditionSignal, epochId: string): ConditionMemory {
  if (was.state !== 'active') return { ...was, state: was.lastEpochId === epochId ? 'cleared' : 'ok', streak: null };
  const streak = lengthened(was.streak, 'ok', epochId);
  if (streak.readings < hysteresisOf(signal).clearAfter) return { ...was, streak };
  return { ...was, state: 'cleared', streak: null };
}

function lengthened(streak: ConditionStreak | null, of: ConditionStreak['of'], epochId: string): ConditionStreak {
  const goesOn = streak?.of === of && streak.epochId === epochId;
  return { of, readings: goesOn ? streak.readings + 1 : 1, epochId };
}

function orUnknown(state: ConditionState): ConditionState {
  return state === 'active' ? 'active' : 'unknown';
}
