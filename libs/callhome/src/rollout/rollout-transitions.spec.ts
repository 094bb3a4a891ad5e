import { describe, expect, it } from '@jest/globals';
import { ROLLOUT_STATES } from './rollout-states.js';
import type { RolloutState } from './rollout-states.js';
import { ROLLOUT_EVENTS, ROLLOUT_TRANSITIONS, allowedRolloutEvents, nextRolloutState } from './rollout-transitions.js';
import type { RolloutEvent } from './rollout-transitions.js';

// Typed by hand from the design's table of the rollout's life; nothing here is read from the code.
const DESIGN: [from: RolloutState, event: RolloutEvent, to: RolloutState][] = [
  ['draft', 'plan', 'planned'],
  ['draft', 'cancel', 'cancelled'],
  ['planned', 'submit', 'awaiting-approval'],
  ['planned', 'start', 'running'],
  ['planned', 'stale', 'draft'],
  ['planned', 'cancel', 'cancelled'],
  ['awaiting-approval', 'approve', 'running'],
  ['awaiting-approval', 'start', 'running'],
  ['awaiting-approval', 'reject', 'draft'],
  ['awaiting-approval', 'stale', 'draft'],
  ['awaiting-approval', 'cancel', 'cancelled'],
  ['running', 'next-wave', 'running'],
  ['running', 'pause', 'paused'],
  ['running', 'abort', 'failed'],
  ['running', 'finish', 'done'],
  ['running', 'roll-back', 'rolling-back'],
  ['paused', 'resume', 'running'],
  ['paused', 'retry-failed', 'running'],
  ['paused', 'abort', 'failed'],
  ['paused', 'roll-back', 'rolling-back'],
  ['done', 'retry-failed', 'running'],
  ['done', 'roll-back', 'rolling-back'],
  ['failed', 'retry-failed', 'running'],
  ['failed', 'roll-back', 'rolling-back'],
  ['rolling-back', 'rolled-back', 'rolled-back'],
  ['rolling-back', 'rollback-failed', 'failed'],
];
const STATES = [
  'draft',
  'planned',
  'awaiting-approval',
  'running',
  'paused',
  'done',
  'failed',
  'rolling-back',
  'rolled-back',
  'cancelled',
] as const;
const EVENTS = [
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

const designed = (state: RolloutState, event: RolloutEvent) =>
  DESIGN.find(([from, on]) => from === state && on === event)?.[2];

describe('nextRolloutState', () => {
  it.each(STATES.flatMap((state) => EVENTS.map((event) => ({ state, event, to: designed(state, event) }))))(
    'leads from $state by $event to $to',
    ({ state, event, to }) => {
      if (to !== undefined) {
        expect(nextRolloutState(state, event)).toBe(to);
        return;
      }
      const details = expect.objectContaining({ state, event });
      const refusal = expect.objectContaining({ code: 'ROLLOUT_TRANSITION_ILLEGAL', retryable: false, details });
      expect(() => nextRolloutState(state, event)).toThrow(refusal);
    },
  );

  it('names the events that would have been allowed', () => {
    const details = { state: 'paused', event: 'pause', allowed: 'resume retry-failed abort roll-back' };
    expect(() => nextRolloutState('paused', 'pause')).toThrow(expect.objectContaining({ details }));
  });
});

describe('ROLLOUT_TRANSITIONS', () => {
  it('knows the states and events of the design and no other', () => {
    expect(Object.keys(ROLLOUT_TRANSITIONS)).toEqual(STATES);
    expect(Object.keys(ROLLOUT_STATES)).toEqual(STATES);
    expect(ROLLOUT_EVENTS).toEqual(EVENTS);
  });

  it('reaches every state from draft', () => {
    const reached = new Set<RolloutState>(['draft']);
    for (const state of reached) {
      for (const next of Object.values(ROLLOUT_TRANSITIONS[state])) reached.add(next);
    }
    expect([...reached].toSorted()).toEqual(STATES.toSorted());
  });

  it('uses every event', () => {
    const used = new Set(STATES.flatMap((state) => allowedRolloutEvents(state)));
    expect([...used].toSorted()).toEqual(EVENTS.toSorted());
  });
});

describe('ROLLOUT_STATES', () => {
  it.each([
    ['preparing', ['draft', 'planned', 'awaiting-approval']],
    ['active', ['running', 'rolling-back']],
    ['resting', ['paused', 'done', 'failed']],
    ['terminal', ['rolled-back', 'cancelled']],
  ])('has these %s states', (phase, expected) => {
    expect(STATES.filter((state) => ROLLOUT_STATES[state].phase === phase)).toEqual(expected);
  });

  it('leaves exactly the terminal states without a way out', () => {
    expect(STATES.filter((state) => allowedRolloutEvents(state).length === 0)).toEqual(['rolled-back', 'cancelled']);
  });

  it('cancels only what has sent nothing', () => {
    const cancellable = STATES.filter((state) => allowedRolloutEvents(state).includes('cancel'));
    expect(cancellable).toEqual(STATES.filter((state) => ROLLOUT_STATES[state].phase === 'preparing'));
  });
});
