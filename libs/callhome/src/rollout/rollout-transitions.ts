import { CallHomeError } from '../errors.js';
import type { RolloutState } from './rollout-states.js';

/**
 * What can happen to a rollout.
 *
 * `plan`: targets and inputs are frozen. `submit`: policy asks for another person. `start`: policy asks for nobody, or
 * an administrator starts without approval. `stale`: a layer or a target changed, or the plan is too old. `next-wave`:
 * a wave ended within the limits. `pause`: a limit, a paused queue or a person. `finish`: the last wave ended.
 * `rolled-back`, `rollback-failed`: how a rollback ended, the latter if any target could not be taken back.
 */
export const ROLLOUT_EVENTS = [
  'plan',
  'submit',
  'start',
  'stale',
  'approve',
  'reject',
  'next-wave',
  'pause',
  'resume',
  'retry-failed',
  'abort',
  'finish',
  'roll-back',
  'rolled-back',
  'rollback-failed',
  'cancel',
] as const;
export type RolloutEvent = (typeof ROLLOUT_EVENTS)[number];

/**
 * Read across: in this state, this event leads there. An absent cell is illegal. A rollout is born `draft`. Who may
 * cause an event, and until when (`ROLLBACK_OPEN_DAYS`), is asked beside the table.
 */
// prettier-ignore
export const ROLLOUT_TRANSITIONS: Readonly<Record<RolloutState, Partial<Record<RolloutEvent, RolloutState>>>> = {
  draft:               { plan: 'planned', cancel: 'cancelled' },
  planned:             { submit: 'awaiting-approval', start: 'running', stale: 'draft', cancel: 'cancelled' },
  // `start` here is an administrator's word alone: the reason he gives is shown on the rollout for ever.
  'awaiting-approval': { approve: 'running', start: 'running', reject: 'draft', stale: 'draft', cancel: 'cancelled' },
  running:             { 'next-wave': 'running', pause: 'paused', abort: 'failed', finish: 'done', 'roll-back': 'rolling-back' },
  paused:              { resume: 'running', 'retry-failed': 'running', abort: 'failed', 'roll-back': 'rolling-back' },
  // What failed may be tried again after the end too, also after an abort: the targets stay those of the plan.
  done:                { 'retry-failed': 'running', 'roll-back': 'rolling-back' },
  failed:              { 'retry-failed': 'running', 'roll-back': 'rolling-back' },
  'rolling-back':      { 'rolled-back': 'rolled-back', 'rollback-failed': 'failed' },
  'rolled-back':       {},
  cancelled:           {},
};

/**
 * Returns the state that an event leads to.
 * @throws {CallHomeError} ROLLOUT_TRANSITION_ILLEGAL - the event is not allowed in this state; `details.allowed` names
 * those that are, separated by blanks.
 */
export function nextRolloutState(state: RolloutState, event: RolloutEvent): RolloutState {
  const next = ROLLOUT_TRANSITIONS[state][event];
  if (next !== undefined) return next;
  throw new CallHomeError('ROLLOUT_TRANSITION_ILLEGAL', {
    state,
    event,
    allowed: allowedRolloutEvents(state).join(' '),
  });
}

/** Returns the events that a state allows; none for a terminal one. */
export function allowedRolloutEvents(state: RolloutState): readonly RolloutEvent[] {
  return ROLLOUT_EVENTS.filter((event) => ROLLOUT_TRANSITIONS[state][event] !== undefined);
}
