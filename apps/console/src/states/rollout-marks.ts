import { ROLLOUT_STATES } from '../../../../libs/contract/src/index.js';
import type { Rollout, RolloutTarget } from '../../../../libs/contract/src/index.js';
import type { Mark } from './state-mark.js';

export type RolloutState = Rollout['state'];
export type TargetState = RolloutTarget['state'];

const ROLLOUTS: Record<RolloutState, Mark> = {
  draft: { icon: 'not-checked', word: 'draft', tone: 'off' },
  planned: { icon: 'wait', word: 'planned', tone: 'off' },
  'awaiting-approval': { icon: 'held', word: 'awaiting approval', tone: 'held' },
  running: { icon: 'run', word: 'running', tone: 'run' },
  paused: { icon: 'paused', word: 'paused', tone: 'warn' },
  done: { icon: 'ok', word: 'done', tone: 'ok' },
  failed: { icon: 'bad', word: 'failed', tone: 'bad' },
  'rolling-back': { icon: 'retry', word: 'rolling back', tone: 'run' },
  'rolled-back': { icon: 'suppressed', word: 'rolled back', tone: 'off' },
  cancelled: { icon: 'off', word: 'cancelled', tone: 'off' },
};

/** A rollout that ended with targets left behind is never shown as plainly done. */
export function rolloutMark({ state, reason, counts }: Pick<Rollout, 'state' | 'reason' | 'counts'>): Mark {
  if (state === 'failed' && reason?.startsWith('aborted') === true) return { ...ROLLOUTS.failed, word: 'aborted' };
  if (state !== 'done' || exceptionsIn(counts) === 0) return ROLLOUTS[state];
  return { icon: 'warn', word: 'done with exceptions', tone: 'warn' };
}
export const rolloutStateMark = (state: RolloutState): Mark => ROLLOUTS[state];

const WITHOUT_IT: readonly TargetState[] = [
  'failed',
  'unreachable',
  'conflict',
  'skipped',
  'not-started',
  'rollback-failed',
];
/** Targets that ended without the change. */
export const exceptionsIn = (counts: Rollout['counts']): number => sumOf(counts, WITHOUT_IT);

const TARGETS: Record<TargetState, Mark> = {
  pending: { icon: 'wait', word: 'waiting', tone: 'off' },
  checking: { icon: 'run', word: 'checking', tone: 'run' },
  unchanged: { icon: 'suppressed', word: 'unchanged', tone: 'off' },
  skipped: { icon: 'warn', word: 'skipped', tone: 'warn' },
  conflict: { icon: 'drifted', word: 'conflict', tone: 'warn' },
  applying: { icon: 'run', word: 'applying', tone: 'run' },
  verifying: { icon: 'run', word: 'verifying', tone: 'run' },
  saving: { icon: 'run', word: 'saving', tone: 'run' },
  applied: { icon: 'ok', word: 'applied', tone: 'ok' },
  failed: { icon: 'bad', word: 'failed', tone: 'bad' },
  unreachable: { icon: 'unreachable', word: 'unreachable', tone: 'bad' },
  'not-started': { icon: 'not-checked', word: 'not started', tone: 'off' },
  'rolling-back': { icon: 'retry', word: 'rolling back', tone: 'run' },
  'rolled-back': { icon: 'suppressed', word: 'rolled back', tone: 'off' },
  'rollback-failed': { icon: 'bad', word: 'rollback failed', tone: 'bad' },
};
export const targetMark = (state: TargetState): Mark => TARGETS[state];

/** States in which an appliance is being worked on at this moment. */
export const IN_FLIGHT: readonly TargetState[] = ['checking', 'applying', 'verifying', 'saving', 'rolling-back'];
export const isInFlight = (state: TargetState): boolean => IN_FLIGHT.includes(state);

export const sumOf = (counts: Rollout['counts'], states: readonly TargetState[]): number =>
  states.reduce((sum, state) => sum + (counts[state] ?? 0), 0);

/** In the order in which a person looks: what went wrong, what is under way, what is done, what waits. */
const COUNT_ORDER: readonly TargetState[] = [
  'failed',
  'unreachable',
  'conflict',
  'skipped',
  'rollback-failed',
  ...IN_FLIGHT,
  'applied',
  'unchanged',
  'rolled-back',
  'not-started',
  'pending',
];
/** The states that some target is in, with how many. */
export function shownCounts(counts: Rollout['counts']): { state: TargetState; count: number }[] {
  return COUNT_ORDER.map((state) => ({ state, count: counts[state] ?? 0 })).filter(({ count }) => count > 0);
}

/** The lists of rollouts; a state belongs to exactly one of them beside All. */
export const ROLLOUT_TABS = {
  all: { title: 'All', states: ROLLOUT_STATES },
  draft: { title: 'Draft', states: ['draft', 'planned'] },
  approval: { title: 'Awaiting approval', states: ['awaiting-approval'] },
  running: { title: 'Running', states: ['running', 'rolling-back'] },
  paused: { title: 'Paused', states: ['paused'] },
  finished: { title: 'Finished', states: ['done', 'failed', 'rolled-back', 'cancelled'] },
} as const satisfies Record<string, { title: string; states: readonly RolloutState[] }>;
export type RolloutTab = keyof typeof ROLLOUT_TABS;
export const isRolloutTab = (value: unknown): value is RolloutTab =>
  typeof value === 'string' && Object.hasOwn(ROLLOUT_TABS, value);
