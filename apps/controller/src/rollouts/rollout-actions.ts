import { ROLLOUT_TRANSITIONS, type RolloutEvent, type RolloutState } from '../../../../libs/callhome/src/index.js';

/**
 * What people can do with a rollout, in the words of the API, and the event that each is. `submit` starts a rollout
 * outright where policy asks for nobody. What only the machinery causes (a plan that goes stale, a last wave that ends)
 * is no action.
 */
export const ROLLOUT_ACTIONS = {
  plan: 'plan',
  submit: 'submit',
  approve: 'approve',
  reject: 'reject',
  'break-glass': 'start',
  pause: 'pause',
  resume: 'resume',
  'next-wave': 'next-wave',
  'retry-failed': 'retry-failed',
  abort: 'abort',
  rollback: 'roll-back',
  cancel: 'cancel',
} as const satisfies Record<string, RolloutEvent>;
export type RolloutAction = keyof typeof ROLLOUT_ACTIONS;

const ACTIONS = Object.keys(ROLLOUT_ACTIONS) as readonly RolloutAction[];

/** The actions that a state allows; none for one that nothing leads out of. */
export function actionsOf(state: RolloutState): RolloutAction[] {
  return ACTIONS.filter((action) => ROLLOUT_TRANSITIONS[state][ROLLOUT_ACTIONS[action]] !== undefined);
}
