import type { StateTone } from '../../../fleet/src/index.js';
import type { RolloutPhase } from './rollout-states.js';

/**
 * What a target's state counts as when a wave is judged. `open`: it has not ended. `good`: the appliance shows what was
 * wanted. `neither`: it ended without telling whether the change works.
 */
export type TargetCount = 'open' | 'good' | 'failed' | 'unreachable' | 'neither';

/** What a person reads for the state of one appliance in a rollout, and what it counts as. */
export interface TargetStateFacts {
  readonly word: string;
  readonly tone: StateTone;
  readonly phase: RolloutPhase;
  readonly countsAs: TargetCount;
}

/** Every state of one appliance in a rollout, in the order in which it passes them. */
export const ROLLOUT_TARGET_STATES = {
  pending: { word: 'waiting', tone: 'off', phase: 'preparing', countsAs: 'open' },
  checking: { word: 'checking', tone: 'run', phase: 'active', countsAs: 'open' },
  unchanged: { word: 'unchanged', tone: 'ok', phase: 'terminal', countsAs: 'good' },
  skipped: { word: 'skipped', tone: 'warn', phase: 'resting', countsAs: 'neither' },
  // Somebody else changed the appliance: no fault of the change that is rolled out.
  conflict: { word: 'conflict', tone: 'warn', phase: 'resting', countsAs: 'neither' },
  applying: { word: 'applying', tone: 'run', phase: 'active', countsAs: 'open' },
  verifying: { word: 'verifying', tone: 'run', phase: 'active', countsAs: 'open' },
  saving: { word: 'saving', tone: 'run', phase: 'active', countsAs: 'open' },
  applied: { word: 'applied', tone: 'ok', phase: 'resting', countsAs: 'good' },
  failed: { word: 'failed', tone: 'bad', phase: 'resting', countsAs: 'failed' },
  unreachable: { word: 'unreachable', tone: 'bad', phase: 'resting', countsAs: 'unreachable' },
  'not-started': { word: 'not started', tone: 'off', phase: 'resting', countsAs: 'neither' },
  'rolling-back': { word: 'rolling back', tone: 'run', phase: 'active', countsAs: 'open' },
  'rolled-back': { word: 'rolled back', tone: 'warn', phase: 'terminal', countsAs: 'neither' },
  'rollback-failed': { word: 'rollback failed', tone: 'bad', phase: 'resting', countsAs: 'neither' },
} as const satisfies Record<string, TargetStateFacts>;
export type RolloutTargetState = keyof typeof ROLLOUT_TARGET_STATES;
