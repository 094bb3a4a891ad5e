import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { REACHABILITY_STATES } from './connection-states.js';
import type { ReachabilityState } from './connection-states.js';
import {
  REACHABILITY_EVENTS,
  REACHABILITY_TRANSITIONS,
  judgeReachability,
  type Reachability,
  type ReachabilityEvent,
} from './reachability-transitions.js';

const STATES: ReachabilityState[] = ['unknown', 'reachable', 'slow', 'unreachable', 'maintenance'];
const EVENTS: ReachabilityEvent[] = ['answered', 'answered-slowly', 'missed', 'maintenance-begun', 'maintenance-ended'];

/** Every pair of the design page, in the order of EVENTS, of an appliance that has missed nothing before. */
const PAIRS: Record<ReachabilityState, string> = {
  unknown: 'reachable slow unknown maintenance unknown',
  reachable: 'reachable slow reachable maintenance reachable',
  slow: 'reachable slow slow maintenance slow',
  unreachable: 'reachable slow unreachable maintenance unreachable',
  maintenance: 'maintenance maintenance maintenance maintenance unknown',
};

function after(from: Reachability, ...events: ReachabilityEvent[]): Reachability {
  return events.reduce(judgeReachability, from);
}

describe('judgeReachability', () => {
  it.each(STATES)('moves from %s as listed', (state) => {
    const next = EVENTS.map((event) => judgeReachability({ state, misses: 0 }, event).state);
    expect(next.join(' ')).toBe(PAIRS[state]);
  });

  it.each<[ReachabilityState, ReachabilityState]>([
    ['unknown', 'unreachable'],
    ['reachable', 'unreachable'],
    ['slow', 'unreachable'],
    ['unreachable', 'unreachable'],
    ['maintenance', 'maintenance'],
  ])('moves from %s by the third miss in a row to %s', (state, expected) => {
    expect(judgeReachability({ state, misses: 2 }, 'missed').state).toBe(expected);
  });

  it.each<[says: string, events: ReachabilityEvent[], expected: Reachability]>([
    ['two misses tell nothing yet', ['missed', 'missed'], { state: 'reachable', misses: 2 }],
    ['three do', ['missed', 'missed', 'missed'], { state: 'unreachable', misses: 3 }],
    [
      'an answer in between begins the count anew',
      ['missed', 'missed', 'answered', 'missed'],
      { state: 'reachable', misses: 1 },
    ],
    ['a slow answer is one', ['missed', 'missed', 'answered-slowly'], { state: 'slow', misses: 0 }],
    [
      'the count stops at three',
      ['missed', 'missed', 'missed', 'missed', 'missed'],
      { state: 'unreachable', misses: 3 },
    ],
    ['one answer is enough to be back', ['missed', 'missed', 'missed', 'answered'], { state: 'reachable', misses: 0 }],
    [
      'misses in maintenance are not counted',
      ['maintenance-begun', 'missed', 'missed', 'missed'],
      { state: 'maintenance', misses: 0 },
    ],
    [
      'nor misses from before it',
      ['missed', 'missed', 'maintenance-begun', 'maintenance-ended', 'missed'],
      { state: 'unknown', misses: 1 },
    ],
    ['the end of no maintenance changes nothing', ['missed', 'maintenance-ended'], { state: 'reachable', misses: 1 }],
  ])('%s', (_says, events, expected) => {
    expect(after({ state: 'reachable', misses: 0 }, ...events)).toEqual(expected);
  });

  it('says unreachable after three misses in a row outside maintenance, and never after fewer', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...EVENTS.slice(0, 3)), { maxLength: 30 }), (events) => {
        const { state, misses } = after({ state: 'unknown', misses: 0 }, ...events);
        const inARow = events.length - 1 - events.findLastIndex((event) => event !== 'missed');
        expect(misses).toBe(Math.min(3, inARow));
        if (inARow >= 3) expect(state).toBe('unreachable');
        else if (!hasThreeMisses(events)) expect(state).not.toBe('unreachable');
      }),
    );
  });
});

describe('REACHABILITY_TRANSITIONS', () => {
  it('knows the states and events of the design and no other', () => {
    expect(Object.keys(REACHABILITY_TRANSITIONS)).toEqual(STATES);
    expect(Object.keys(REACHABILITY_STATES)).toEqual(STATES);
    expect(REACHABILITY_EVENTS).toEqual(EVENTS);
  });

  it('reaches every state from unknown, and leads out of each', () => {
    const reached = new Set<ReachabilityState>(['unknown']);
    for (const state of reached) for (const next of Object.values(REACHABILITY_TRANSITIONS[state])) reached.add(next);
    expect([...reached].toSorted()).toEqual(STATES.toSorted());
    for (const state of STATES) {
      expect(Object.values(REACHABILITY_TRANSITIONS[state]).some((next) => next !== state)).toBe(true);
    }
  });
});

function hasThreeMisses(events: readonly ReachabilityEvent[]): boolean {
  return events.join(' ').includes('missed missed missed');
}
