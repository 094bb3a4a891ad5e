import { describe, expect, it } from '@jest/globals';
import { ROLLOUT_STATES } from '../../../../libs/callhome/src/index.js';
import { actionsOf } from './rollout-actions.js';

/** From the design of the console: what each state of a rollout lets people do. */
const ALLOWED = {
  draft: ['plan', 'cancel'],
  planned: ['submit', 'break-glass', 'cancel'],
  'awaiting-approval': ['approve', 'reject', 'break-glass', 'cancel'],
  running: ['pause', 'next-wave', 'abort', 'rollback'],
  paused: ['resume', 'retry-failed', 'abort', 'rollback'],
  done: ['retry-failed', 'rollback'],
  failed: ['retry-failed', 'rollback'],
  'rolling-back': [],
  'rolled-back': [],
  cancelled: [],
} as const;

describe('actionsOf', () => {
  it.each(Object.entries(ALLOWED))('of a rollout that is %s', (state, allowed) => {
    expect(actionsOf(state as keyof typeof ALLOWED).toSorted()).toEqual(allowed.toSorted());
  });

  it('knows every state', () => {
    expect(Object.keys(ALLOWED)).toEqual(Object.keys(ROLLOUT_STATES));
  });
});
