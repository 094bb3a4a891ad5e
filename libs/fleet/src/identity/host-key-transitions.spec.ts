import { describe, expect, it } from '@jest/globals';
import {
  HOST_KEY_TRANSITIONS,
  approvalNeedsReason,
  nextHostKeyState,
  type HostKeyEvent,
  type HostKeyRecordState,
} from './host-key-transitions.js';

const STATES: HostKeyRecordState[] = ['unseen', 'pending', 'trusted', 'changed', 'replaced', 'revoked'];
const EVENTS: HostKeyEvent[] = ['offered', 'offered-beside', 'approved', 'admitted', 'superseded', 'revoked'];

/** Every pair of the design page, in the order of EVENTS; a dash is what cannot happen. */
const PAIRS: Record<HostKeyRecordState, string> = {
  unseen: 'pending changed - trusted - revoked',
  pending: 'pending changed trusted trusted replaced revoked',
  trusted: '- - trusted trusted replaced revoked',
  changed: 'pending changed trusted trusted replaced revoked',
  replaced: 'pending changed trusted trusted replaced revoked',
  revoked: 'revoked revoked trusted - revoked revoked',
};

describe('states of a host key', () => {
  it.each(STATES)('move from %s as listed', (state) => {
    expect(EVENTS.map((event) => nextHostKeyState(state, event) ?? '-').join(' ')).toBe(PAIRS[state]);
  });

  it('are all reached from a key that nobody has seen', () => {
    const reached = new Set<HostKeyRecordState>(['unseen']);
    for (const state of reached) for (const next of Object.values(HOST_KEY_TRANSITIONS[state])) reached.add(next);
    expect([...reached].toSorted()).toEqual(STATES.toSorted());
  });

  it('lead out of revoked by the word of a person only', () => {
    const out = EVENTS.filter((event) => !['revoked', null].includes(nextHostKeyState('revoked', event)));
    expect(out).toEqual(['approved']);
  });
});

describe('approvalNeedsReason', () => {
  it.each<[string, HostKeyRecordState, boolean, boolean]>([
    ['the first key of an appliance', 'pending', false, false],
    ['a key that is trusted already', 'trusted', true, false],
    ['a key in place of another', 'changed', true, true],
    ['a key beside a trusted one', 'pending', true, true],
    ['a key that was replaced', 'replaced', false, true],
    ['a key that was revoked', 'revoked', false, true],
  ])('%s', (_says, state, hasTrustedKey, expected) => {
    expect(approvalNeedsReason(state, hasTrustedKey)).toBe(expected);
  });
});
