import { describe, expect, it } from '@jest/globals';
import type { HostKey } from '../../../../libs/persistence/src/index.js';
import { hostKeyView } from './host-key-view.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 14, minute));

interface Times {
  decided?: number;
  ended?: number;
  last?: number;
}

function key(
  fingerprint: string,
  state: HostKey['state'],
  seen: number,
  { decided, ended, last }: Times = {},
): HostKey {
  return {
    applianceId: 'app_1',
    fingerprint,
    algorithm: 'ssh-ed25519',
    state,
    firstSeenAt: at(seen),
    lastSeenAt: at(last ?? seen),
    decidedBy: null,
    decidedAt: decided === undefined ? null : at(decided),
    endedBy: null,
    endedAt: ended === undefined ? null : at(ended),
    reason: null,
  };
}

describe('hostKeyView', () => {
  it.each([
    ['no key was ever offered', [], { state: 'unseen', fingerprint: null, offered: null }],
    [
      'the first key waits for a person',
      [key('A', 'pending', 0)],
      { state: 'pending', fingerprint: 'A', offered: 'A' },
    ],
    [
      'the key is trusted',
      [key('A', 'trusted', 0, { decided: 1 })],
      { state: 'trusted', fingerprint: 'A', offered: null },
    ],
    [
      'another key was offered after that',
      [key('A', 'trusted', 0, { decided: 1 }), key('B', 'changed', 2)],
      { state: 'changed', fingerprint: 'A', offered: 'B' },
    ],
    [
      'another key was offered before the decision for this one',
      [key('B', 'changed', 2), key('C', 'trusted', 3, { decided: 4 })],
      { state: 'trusted', fingerprint: 'C', offered: null },
    ],
    [
      'the old key was replaced',
      [key('A', 'replaced', 0, { decided: 1 }), key('B', 'trusted', 2, { decided: 3 })],
      { state: 'trusted', fingerprint: 'B', offered: null },
    ],
    [
      'a key that was replaced is offered again',
      [key('A', 'changed', 0, { decided: 1, last: 5 }), key('B', 'trusted', 2, { decided: 3 })],
      { state: 'changed', fingerprint: 'B', offered: 'A' },
    ],
    [
      'another key was offered since the trusted one was revoked',
      [key('A', 'revoked', 0, { decided: 1, ended: 2 }), key('B', 'pending', 3)],
      { state: 'pending', fingerprint: 'B', offered: 'B' },
    ],
    [
      'the trusted key was revoked',
      [key('A', 'revoked', 0, { decided: 1, ended: 2 })],
      { state: 'revoked', fingerprint: 'A', offered: null },
    ],
    [
      'a revoked key is offered still',
      [key('A', 'revoked', 0, { decided: 1, ended: 2, last: 3 })],
      { state: 'revoked', fingerprint: 'A', offered: 'A' },
    ],
    [
      'a key was revoked that it never had',
      [key('A', 'revoked', 0, { ended: 0 })],
      { state: 'unseen', fingerprint: null, offered: null },
    ],
    [
      'a changed key was revoked',
      [key('A', 'trusted', 0, { decided: 1 }), key('B', 'revoked', 2, { ended: 3 })],
      { state: 'trusted', fingerprint: 'A', offered: null },
    ],
  ] as const)('%s', (_, keys, expected) => {
    expect(hostKeyView(keys)).toMatchObject(expected);
  });
});
