import type { ConditionState } from './advance-condition.js';

/** That a person has seen an active condition. It changes who is reminded, never what is sent. */
export interface Acknowledgement {
  readonly by: string;
  readonly note: string;
  /** Milliseconds of UTC. */
  readonly atMs: number;
}

/** Says whether a condition can be acknowledged: only one that is active can. */
export function mayAcknowledge(state: ConditionState): boolean {
  return state === 'active';
}

/**
 * Returns the acknowledgement that is left when a condition has moved to `next`. It ends with the condition; a restart
 * or a reading that cannot tell does not end it. Null: there is none.
 */
export function acknowledgementAfter(current: Acknowledgement | null, next: ConditionState): Acknowledgement | null {
  return mayAcknowledge(next) || next === 'unknown' ? current : null;
}
