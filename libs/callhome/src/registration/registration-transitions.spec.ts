import { describe, expect, it } from '@jest/globals';
import {
  REGISTRATION_EVENTS,
  REGISTRATION_STATES,
  REGISTRATION_TRANSITIONS,
  nextRegistrationState,
} from './registration-transitions.js';
import type { RegistrationEvent, RegistrationState } from './registration-transitions.js';

const STATES = [
  'unknown',
  'off',
  'unregistered',
  'registering',
  'registered',
  'stale',
  'failed:no-contract',
  'failed:unreachable',
  'failed:proxy-auth',
  'failed:tls',
  'failed:other',
] as const satisfies RegistrationState[];
const REFUSALS = ['no-contract', 'unreachable', 'proxy-auth', 'tls', 'other'] as const;
const EVENTS: RegistrationEvent[] = [
  'read-off',
  'disabled',
  'read-unregistered',
  'unreadable',
  'accepted',
  'enabled',
  'config-changed',
  'retried',
  'heartbeats-missed',
  'heartbeat',
];

/** Every pair of the design page, in the order of EVENTS; a dash is what cannot happen or says nothing. */
const PAIRS: Record<RegistrationState, string> = {
  unknown: 'off off unregistered unknown registered registering - - - -',
  off: 'off off unregistered unknown registered registering - - - -',
  unregistered: 'off off unregistered unknown registered registering - - - -',
  registering: 'off off registering unknown registered registering registering - - -',
  registered: 'off off unregistered unknown registered registered registered - stale registered',
  stale: 'off off unregistered unknown stale stale stale - stale registered',
  'failed:no-contract': 'off off failed:no-contract unknown registered registering registering registering - -',
  'failed:unreachable': 'off off failed:unreachable unknown registered registering registering registering - -',
  'failed:proxy-auth': 'off off failed:proxy-auth unknown registered registering registering registering - -',
  'failed:tls': 'off off failed:tls unknown registered registering registering registering - -',
  'failed:other': 'off off failed:other unknown registered registering registering registering - -',
};

describe('nextRegistrationState', () => {
  it.each(STATES)('moves from %s as listed', (state) => {
    expect(EVENTS.map((event) => nextRegistrationState(state, event) ?? '-').join(' ')).toBe(PAIRS[state]);
  });

  it.each(STATES.flatMap((state) => REFUSALS.map((refusal) => [state, refusal] as const)))(
    'believes the server that it refused an appliance that was %s for %s',
    (state, refusal) => {
      expect(nextRegistrationState(state, `refused:${refusal}`)).toBe(`failed:${refusal}`);
    },
  );

  it('has been asked for every event', () => {
    const asked = [...EVENTS, ...REFUSALS.map((refusal) => `refused:${refusal}`)];
    expect(asked.toSorted()).toEqual(REGISTRATION_EVENTS.toSorted());
  });

  it('says registered by the word of the appliance or of a heartbeat only', () => {
    const into = STATES.filter((state) => state !== 'registered').flatMap((state) =>
      REGISTRATION_EVENTS.filter((event) => nextRegistrationState(state, event) === 'registered'),
    );
    expect([...new Set(into)].toSorted()).toEqual(['accepted', 'heartbeat']);
  });
});

describe('REGISTRATION_TRANSITIONS', () => {
  it('knows the states of the design and no other', () => {
    expect(Object.keys(REGISTRATION_TRANSITIONS)).toEqual(STATES);
    expect(Object.keys(REGISTRATION_STATES)).toEqual(STATES);
  });

  it('reaches every state from unknown', () => {
    const reached = new Set<RegistrationState>(['unknown']);
    for (const state of reached) {
      for (const next of Object.values(REGISTRATION_TRANSITIONS[state])) reached.add(next);
    }
    expect([...reached].toSorted()).toEqual(STATES.toSorted());
  });

  it.each(STATES)('leads out of %s', (state) => {
    const next = Object.values(REGISTRATION_TRANSITIONS[state]).filter((to) => to !== state);
    expect(next.length).toBeGreaterThan(0);
  });
});

describe('REGISTRATION_STATES', () => {
  it.each([
    ['ok', ['registered']],
    ['bad', STATES.filter((state) => state.startsWith('failed:'))],
    ['warn', ['unregistered', 'stale']],
  ])('shows as %s these states', (tone, expected) => {
    expect(STATES.filter((state) => REGISTRATION_STATES[state].tone === tone)).toEqual(expected);
  });
});
