import { describe, expect, it } from '@jest/globals';
import type { HostKey } from '../../../../libs/persistence/src/index.js';
import { hostKeyView } from './host-key-view.js';

const at = (minute: number) => new Date(Date.UTC(2026, 10, 23, 14, minute));

function key(fingerprint: string, state: HostKey['state'], seen: number, decided: number | null = null): HostKey {
  return {
    applianceId: 'app_1',
    fingerprint,
    algorithm: 'ssh-ed25519',
    state,
    firstSeenAt: at(seen),
    decidedBy: null,
    decidedAt: decided === null ? null : at(decided),
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
    ['the key is trusted', [key('A', 'trusted', 0, 1)], { state: 'trusted', fingerprint: 'A', offered: null }],
    [
      'another key was offered after that',
      [key('A', 'trusted', 0, 1), key('B', 'changed', 2)],
      { state: 'changed', fingerprint: 'A', offered: 'B' },
    ],
    [
      'another key was offered before the decision for this one',
      [key('B', 'changed', 2), key('C', 'trusted', 3, 4)],
      { state: 'trusted', fingerprint: 'C', offered: null },
    ],
    [
      'the old key was replaced',
      [key('A', 'replaced', 0, 1), key('B', 'trusted', 2, 3)],
      { state: 'trusted', fingerprint: 'B', offered: null },
    ],
  ] as const)('%s', (_, keys, expected) => {
    expect(hostKeyView(keys)).toMatchObject(expected);
  });
});
