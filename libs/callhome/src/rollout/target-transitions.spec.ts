import { describe, expect, it } from '@jest/globals';
import { ROLLOUT_TARGET_STATES } from './target-states.js';
import type { RolloutTargetState } from './target-states.js';
import { TARGET_EVENTS, TARGET_TRANSITIONS, allowedTargetEvents, nextTargetState } from './target-transitions.js';
import type { TargetEvent } from './target-transitions.js';

// Typed by hand from the design's line on the target's life, and what lost workers and rollbacks add; not from the code.
const DESIGN: [from: RolloutTargetState, event: TargetEvent, to: RolloutTargetState][] = [
  ['pending', 'check', 'checking'],
  ['pending', 'skip', 'skipped'],
  ['pending', 'fail', 'failed'],
  ['pending', 'unreachable', 'unreachable'],
  ['pending', 'not-started', 'not-started'],
  ['checking', 'same', 'unchanged'],
  ['checking', 'skip', 'skipped'],
  ['checking', 'conflict', 'conflict'],
  ['checking', 'apply', 'applying'],
  ['checking', 'verify', 'verifying'],
  ['checking', 'fail', 'failed'],
  ['checking', 'unreachable', 'unreachable'],
  ['checking', 'resume', 'pending'],
  ['checking', 'not-started', 'not-started'],
  ['applying', 'verify', 'verifying'],
  ['applying', 'fail', 'failed'],
  ['applying', 'unreachable', 'unreachable'],
  ['applying', 'resume', 'pending'],
  ['verifying', 'save', 'saving'],
  ['verifying', 'applied', 'applied'],
  ['verifying', 'fail', 'failed'],
  ['verifying', 'unreachable', 'unreachable'],
  ['verifying', 'resume', 'pending'],
  ['saving', 'applied', 'applied'],
  ['saving', 'fail', 'failed'],
  ['saving', 'unreachable', 'unreachable'],
  ['saving', 'resume', 'pending'],
  ['applied', 'roll-back', 'rolling-back'],
  ['failed', 'retry', 'pending'],
  ['failed', 'roll-back', 'rolling-back'],
  ['unreachable', 'retry', 'pending'],
  ['unreachable', 'roll-back', 'rolling-back'],
  ['conflict', 'retry', 'pending'],
  ['conflict', 'roll-back', 'rolling-back'],
  ['skipped', 'retry', 'pending'],
  ['not-started', 'retry', 'pending'],
  ['rolling-back', 'rolled-back', 'rolled-back'],
  ['rolling-back', 'rollback-failed', 'rollback-failed'],
  ['rolling-back', 'resume', 'rolling-back'],
  ['rollback-failed', 'roll-back', 'rolling-back'],
];
const STATES = [
  'pending',
  'checking',
  'unchanged',
  'skipped',
  'conflict',
  'applying',
  'verifying',
  'saving',
  'applied',
  'failed',
  'unreachable',
  'not-started',
  'rolling-back',
  'rolled-back',
  'rollback-failed',
] as const;
const EVENTS = [
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

const designed = (state: RolloutTargetState, event: TargetEvent) =>
  DESIGN.find(([from, on]) => from === state && on === event)?.[2];
const inPhase = (phase: string) => STATES.filter((state) => ROLLOUT_TARGET_STATES[state].phase === phase);

describe('nextTargetState', () => {
  it.each(STATES.flatMap((state) => EVENTS.map((event) => ({ state, event, to: designed(state, event) }))))(
    'leads from $state by $event to $to',
    ({ state, event, to }) => {
      if (to !== undefined) {
        expect(nextTargetState(state, event)).toBe(to);
        return;
      }
      const details = expect.objectContaining({ state, event });
      const refusal = expect.objectContaining({ code: 'TARGET_TRANSITION_ILLEGAL', retryable: false, details });
      expect(() => nextTargetState(state, event)).toThrow(refusal);
    },
  );

  it('names the events that would have been allowed', () => {
    const details = { state: 'applied', event: 'apply', allowed: 'roll-back' };
    expect(() => nextTargetState('applied', 'apply')).toThrow(expect.objectContaining({ details }));
  });
});

describe('TARGET_TRANSITIONS', () => {
  it('knows the states and events of the design and no other', () => {
    expect(Object.keys(TARGET_TRANSITIONS).toSorted()).toEqual(STATES.toSorted());
    expect(Object.keys(ROLLOUT_TARGET_STATES)).toEqual(STATES);
    expect(TARGET_EVENTS).toEqual(EVENTS);
  });

  it('reaches every state from pending', () => {
    const reached = new Set<RolloutTargetState>(['pending']);
    for (const state of reached) {
      for (const next of Object.values(TARGET_TRANSITIONS[state])) reached.add(next);
    }
    expect([...reached].toSorted()).toEqual(STATES.toSorted());
  });

  it('uses every event', () => {
    const used = new Set(STATES.flatMap((state) => allowedTargetEvents(state)));
    expect([...used].toSorted()).toEqual(EVENTS.toSorted());
  });

  it('never leads from a state in which something was sent to one that says nothing was', () => {
    const sent: RolloutTargetState[] = ['applying', 'verifying', 'saving', 'applied', 'failed', 'unreachable'];
    const said = sent.flatMap((state) => Object.values(TARGET_TRANSITIONS[state]));
    expect(said.filter((state) => ['unchanged', 'skipped', 'not-started'].includes(state))).toEqual([]);
  });
});

describe('ROLLOUT_TARGET_STATES', () => {
  it.each([
    ['preparing', ['pending']],
    ['active', ['checking', 'applying', 'verifying', 'saving', 'rolling-back']],
    ['resting', ['skipped', 'conflict', 'applied', 'failed', 'unreachable', 'not-started', 'rollback-failed']],
    ['terminal', ['unchanged', 'rolled-back']],
  ])('has these %s states', (phase, expected) => {
    expect(inPhase(phase)).toEqual(expected);
  });

  it('leaves exactly the terminal states without a way out', () => {
    expect(STATES.filter((state) => allowedTargetEvents(state).length === 0)).toEqual(['unchanged', 'rolled-back']);
  });

  it('can take up again whatever a lost worker had in hand', () => {
    const resumable = STATES.filter((state) => allowedTargetEvents(state).includes('resume'));
    expect(resumable).toEqual(['checking', 'applying', 'verifying', 'saving', 'rolling-back']);
  });

  it('counts as open exactly what waits or is in hand', () => {
    const open = STATES.filter((state) => ROLLOUT_TARGET_STATES[state].countsAs === 'open');
    expect(open).toEqual(['pending', 'checking', 'applying', 'verifying', 'saving', 'rolling-back']);
  });
});
