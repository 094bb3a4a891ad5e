import type { StateTone } from '../../../fleet/src/index.js';

/**
 * `preparing`: nothing was sent yet. `active`: a worker or a timer takes it on. `resting`: only a person moves it.
 * `terminal`: it never moves again.
 */
export type RolloutPhase = 'preparing' | 'active' | 'resting' | 'terminal';

/** What a person reads for the state of a rollout. */
export interface RolloutStateFacts {
  readonly word: string;
  readonly tone: StateTone;
  readonly phase: RolloutPhase;
}

/** Every state of a rollout, in the order in which it passes them. */
export const ROLLOUT_STATES = {
  draft: { word: 'draft', tone: 'off', phase: 'preparing' },
  planned: { word: 'planned', tone: 'off', phase: 'preparing' },
  'awaiting-approval': { word: 'awaiting approval', tone: 'held', phase: 'preparing' },
  running: { word: 'running', tone: 'run', phase: 'active' },
  paused: { word: 'paused', tone: 'held', phase: 'resting' },
  // Resting, not terminal: what failed can be tried again and what was applied can be taken back.
  done: { word: 'done', tone: 'ok', phase: 'resting' },
  failed: { word: 'failed', tone: 'bad', phase: 'resting' },
  'rolling-back': { word: 'rolling back', tone: 'run', phase: 'active' },
  'rolled-back': { word: 'rolled back', tone: 'warn', phase: 'terminal' },
  cancelled: { word: 'cancelled', tone: 'off', phase: 'terminal' },
} as const satisfies Record<string, RolloutStateFacts>;
export type RolloutState = keyof typeof ROLLOUT_STATES;

/** Days after its end in which a rollout can still be rolled back. */
export const ROLLBACK_OPEN_DAYS = 30;
