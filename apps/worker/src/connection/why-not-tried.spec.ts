import { describe, expect, it } from '@jest/globals';
import { CREDENTIAL_STATES, REACHABILITY_STATES } from '../../../../libs/fleet/src/index.js';
import type { Observation } from '../../../../libs/persistence/src/index.js';
import { whyNotTried } from './why-not-tried.js';

type States = Pick<Observation, 'reachability' | 'credentialState'>;
const WELL: States = { reachability: 'reachable', credentialState: 'valid' };

describe('whyNotTried', () => {
  it.each<[says: string, states: Partial<States>, expected: string | null]>([
    ['an appliance that is well is tried', {}, null],
    ['one that does not answer is: only a try can show that it is back', { reachability: 'unreachable' }, null],
    ['one whose login was refused once is', { credentialState: 'auth-failed' }, null],
    ['one whose login has too few rights is', { credentialState: 'insufficient' }, null],
    ['maintenance leaves it alone', { reachability: 'maintenance' }, 'maintenance'],
    ['another try could lock the account', { credentialState: 'suspended' }, 'credential-suspended'],
    ['there is no login to try', { credentialState: 'missing' }, 'credential-missing'],
    ['the login is over', { credentialState: 'expired' }, 'credential-expired'],
    [
      'maintenance is named before the login',
      { reachability: 'maintenance', credentialState: 'suspended' },
      'maintenance',
    ],
  ])('%s', (_says, states, expected) => {
    expect(whyNotTried({ ...WELL, ...states })).toBe(expected);
  });

  it('goes by the tables alone', () => {
    const reach = Object.keys(REACHABILITY_STATES) as Observation['reachability'][];
    const logins = Object.keys(CREDENTIAL_STATES) as Observation['credentialState'][];
    const left = reach.flatMap((reachability) =>
      logins.filter((credentialState) => whyNotTried({ reachability, credentialState }) === null),
    );
    expect(new Set(left)).toEqual(new Set(['untested', 'valid', 'auth-failed', 'insufficient', 'expiring']));
    expect(left).toHaveLength(4 * 5);
  });
});
