import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CREDENTIAL_STATES } from './connection-states.js';
import type { CredentialState } from './connection-states.js';
import {
  CREDENTIAL_EVENTS,
  CREDENTIAL_TRANSITIONS,
  judgeCredential,
  type CredentialEvent,
  type CredentialStanding,
} from './credential-transitions.js';

const STATES: CredentialState[] = [
  'missing',
  'untested',
  'valid',
  'auth-failed',
  'suspended',
  'insufficient',
  'expiring',
  'expired',
];
const EVENTS: CredentialEvent[] = [
  'stored',
  'removed',
  'accepted',
  'refused',
  'command-refused',
  'try-once',
  'nears-expiry',
  'expired',
];

/** Every pair of the design page, in the order of EVENTS; a dash is what cannot happen or says nothing. */
const PAIRS: Record<CredentialState, string> = {
  missing: 'untested missing - - - - - -',
  untested: 'untested missing valid auth-failed insufficient - expiring expired',
  valid: 'untested missing valid auth-failed insufficient - expiring expired',
  'auth-failed': 'untested missing valid auth-failed insufficient - auth-failed expired',
  suspended: 'untested missing valid suspended insufficient untested suspended expired',
  insufficient: 'untested missing valid auth-failed insufficient - insufficient expired',
  expiring: 'untested missing expiring auth-failed insufficient - expiring expired',
  expired: 'untested missing expired expired expired untested - expired',
};

function after(from: CredentialStanding, ...events: CredentialEvent[]): CredentialStanding {
  return events.reduce((known, event) => judgeCredential(known, event) ?? known, from);
}

describe('judgeCredential', () => {
  it.each(STATES)('moves from %s as listed', (state) => {
    const next = EVENTS.map((event) => judgeCredential({ state, failures: 0 }, event)?.state ?? '-');
    expect(next.join(' ')).toBe(PAIRS[state]);
  });

  it.each<[CredentialState, CredentialState | null]>([
    ['missing', null],
    ['untested', 'suspended'],
    ['valid', 'suspended'],
    ['auth-failed', 'suspended'],
    ['suspended', 'suspended'],
    ['insufficient', 'suspended'],
    ['expiring', 'suspended'],
    ['expired', 'expired'],
  ])('moves from %s by the third refusal in a row to %s', (state, expected) => {
    expect(judgeCredential({ state, failures: 2 }, 'refused')?.state ?? null).toBe(expected);
  });

  it.each<[says: string, events: CredentialEvent[], expected: CredentialStanding]>([
    ['a login that works is valid', ['accepted'], { state: 'valid', failures: 0 }],
    ['two refusals are not the end', ['refused', 'refused'], { state: 'auth-failed', failures: 2 }],
    ['three are', ['refused', 'refused', 'refused'], { state: 'suspended', failures: 3 }],
    [
      'a login in between begins the count anew',
      ['refused', 'refused', 'accepted', 'refused'],
      { state: 'auth-failed', failures: 1 },
    ],
    [
      'a refused command proves the login',
      ['refused', 'refused', 'command-refused', 'refused'],
      { state: 'auth-failed', failures: 1 },
    ],
    ['a new secret begins anew', ['refused', 'refused', 'refused', 'stored'], { state: 'untested', failures: 0 }],
    ['one more try is allowed', ['refused', 'refused', 'refused', 'try-once'], { state: 'untested', failures: 2 }],
    [
      'one more try is one',
      ['refused', 'refused', 'refused', 'try-once', 'refused'],
      { state: 'suspended', failures: 3 },
    ],
    [
      'one more try may work',
      ['refused', 'refused', 'refused', 'try-once', 'accepted'],
      { state: 'valid', failures: 0 },
    ],
    ['a login does not move the date', ['accepted', 'nears-expiry', 'accepted'], { state: 'expiring', failures: 0 }],
    [
      'a login that is taken away is missing, whatever it was',
      ['refused', 'refused', 'removed', 'accepted'],
      { state: 'missing', failures: 0 },
    ],
    ['a longer date may be tried', ['expired', 'try-once', 'accepted'], { state: 'valid', failures: 0 }],
  ])('%s', (_says, events, expected) => {
    expect(after({ state: 'untested', failures: 0 }, ...events)).toEqual(expected);
  });

  it('tries no login more often than three times in a row without a person', () => {
    const byItself = EVENTS.filter((event) => !['stored', 'removed', 'try-once'].includes(event));
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...byItself), { maxLength: 40 }), (events) => {
        let known: CredentialStanding = { state: 'untested', failures: 0 };
        let refusedInARow = 0;
        for (const event of events) {
          const isLogin = ['accepted', 'refused', 'command-refused'].includes(event);
          if (isLogin && !CREDENTIAL_STATES[known.state].permitsWork) continue;
          if (isLogin) refusedInARow = event === 'refused' ? refusedInARow + 1 : 0;
          known = judgeCredential(known, event) ?? known;
        }
        expect(refusedInARow).toBeLessThanOrEqual(3);
      }),
    );
  });
});

describe('CREDENTIAL_TRANSITIONS', () => {
  it('knows the states and events of the design and no other', () => {
    expect(Object.keys(CREDENTIAL_TRANSITIONS)).toEqual(STATES);
    expect(Object.keys(CREDENTIAL_STATES)).toEqual(STATES);
    expect(CREDENTIAL_EVENTS).toEqual(EVENTS);
  });

  it('reaches every state from missing, and leads out of each', () => {
    const reached = new Set<CredentialState>(['missing']);
    for (const state of reached) for (const next of Object.values(CREDENTIAL_TRANSITIONS[state])) reached.add(next);
    expect([...reached].toSorted()).toEqual(STATES.toSorted());
    for (const state of STATES) {
      expect(Object.values(CREDENTIAL_TRANSITIONS[state]).some((next) => next !== state)).toBe(true);
    }
  });

  it('leads out of suspended without a login only by a person', () => {
    const out = EVENTS.filter(
      (event) =>
        !['suspended', 'expired', undefined].includes(
          judgeCredential({ state: 'suspended', failures: 3 }, event)?.state,
        ),
    );
    expect(out.toSorted()).toEqual(['accepted', 'command-refused', 'removed', 'stored', 'try-once']);
  });
});
