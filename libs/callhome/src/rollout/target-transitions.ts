import { CallHomeError } from '../errors.js';
import type { RolloutTargetState } from './target-states.js';

/**
 * What can happen to one appliance in a rollout.
 *
 * `check`: a worker takes it and reads it again. `same`: it has the values already. `skip`: it is not written now, with
 * the reason. `conflict`: it is not as it was when the plan was made. `apply`, `verify`, `save`: the next step begins.
 * `applied`: read back as wanted, and saved where that is asked for. `resume`: its worker is gone, or is told to stop
 * before it has sent anything. `retry`: a person wants it tried again. `not-started`: the rollout ended before its turn.
 */
export const TARGET_EVENTS = [
  'check',
  'same',
  'skip',
  'conflict',
  'apply',
  'verify',
  'save',
  'applied',
  'fail',
  'unreachable',
  'resume',
  'retry',
  'not-started',
  'roll-back',
  'rolled-back',
  'rollback-failed',
] as const;
export type TargetEvent = (typeof TARGET_EVENTS)[number];

/**
 * Read across: in this state, this event leads there. An absent cell is illegal. A target is born `pending`.
 *
 * `same`, `skip` and `not-started` say that nothing was sent: a target that was taken up again after commands went out
 * goes on to `verifying`, or ends `failed` or in `conflict`, from where it can be rolled back.
 */
// prettier-ignore
export const TARGET_TRANSITIONS: Readonly<Record<RolloutTargetState, Partial<Record<TargetEvent, RolloutTargetState>>>> = {
  // Before anything is read it can be plain that it is not to be written (`skip`) or cannot be (`fail`, `unreachable`).
  pending:           { check: 'checking', skip: 'skipped', fail: 'failed', unreachable: 'unreachable', 'not-started': 'not-started' },
  // `verify`: it was taken up again and shows what the lost worker sent, so nothing is sent twice.
  checking:          { same: 'unchanged', skip: 'skipped', conflict: 'conflict', apply: 'applying', verify: 'verifying', fail: 'failed', unreachable: 'unreachable', resume: 'pending', 'not-started': 'not-started' },
  applying:          { verify: 'verifying', fail: 'failed', unreachable: 'unreachable', resume: 'pending' },
  // Straight to `applied` where the save rule says not to save.
  verifying:         { save: 'saving', applied: 'applied', fail: 'failed', unreachable: 'unreachable', resume: 'pending' },
  saving:            { applied: 'applied', fail: 'failed', unreachable: 'unreachable', resume: 'pending' },
  applied:           { 'roll-back': 'rolling-back' },
  // A target that failed halfway or was lost on the way may hold a part of the change: a rollback takes that back.
  conflict:          { retry: 'pending', 'roll-back': 'rolling-back' },
  failed:            { retry: 'pending', 'roll-back': 'rolling-back' },
  unreachable:       { retry: 'pending', 'roll-back': 'rolling-back' },
  skipped:           { retry: 'pending' },
  'not-started':     { retry: 'pending' },
  // Not `unreachable` from here: a retry of that would apply the change anew. It ends `rollback-failed` with the cause.
  'rolling-back':    { 'rolled-back': 'rolled-back', 'rollback-failed': 'rollback-failed', resume: 'rolling-back' },
  'rollback-failed': { 'roll-back': 'rolling-back' },
  unchanged:         {},
  'rolled-back':     {},
};

/**
 * Returns the state that an event leads to.
 * @throws {CallHomeError} TARGET_TRANSITION_ILLEGAL - the event is not allowed in this state; `details.allowed` names
 * those that are, separated by blanks.
 */
export function nextTargetState(state: RolloutTargetState, event: TargetEvent): RolloutTargetState {
  const next = TARGET_TRANSITIONS[state][event];
  if (next !== undefined) return next;
  throw new CallHomeError('TARGET_TRANSITION_ILLEGAL', { state, event, allowed: allowedTargetEvents(state).join(' ') });
}

/** Returns the events that a state allows; none for a terminal one. */
export function allowedTargetEvents(state: RolloutTargetState): readonly TargetEvent[] {
  return TARGET_EVENTS.filter((event) => TARGET_TRANSITIONS[state][event] !== undefined);
}
