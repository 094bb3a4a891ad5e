import { describe, expect, it } from '@jest/globals';
import type { DeploymentClaim, HaRole } from '../../../../libs/fleet/src/index.js';
import type { ApplianceFacts, Relative } from '../../../../libs/persistence/src/index.js';
import { writePlaces } from './write-places.js';

const AT = '2026-11-23T12:00:00.000Z';

function half(own: number, peer: number, role: HaRole): DeploymentClaim {
  const peerRole = role === 'primary' ? 'secondary' : role === 'secondary' ? 'primary' : 'unknown';
  return {
    mode: 'ha',
    nodeAddress: `192.0.2.${own}`,
    ha: { role, peerAddress: `192.0.2.${peer}`, peerRole },
    cluster: null,
  };
}

function node(own: number, address: string | null): DeploymentClaim {
  const nodes = [{ id: 0, address: `192.0.2.${own}`, isCoordinator: true }];
  return { mode: 'cluster', nodeAddress: `192.0.2.${own}`, ha: null, cluster: { id: 7, address, nodeId: 0, nodes } };
}

const relative = (own: number, claim: DeploymentClaim | null): Relative => ({
  id: `app_${own}`,
  name: `vpx-${own}`,
  address: `192.0.2.${own}`,
  addressOverride: null,
  deployment: claim === null ? null : { value: claim, at: AT },
});

// As much of an appliance as decides where it is written.
function facts(own: number, claim: DeploymentClaim | null, mode: string): ApplianceFacts {
  const { deployment, ...appliance } = relative(own, claim);
  return { appliance, observation: { mode, facts: deployment === null ? {} : { deployment } } } as ApplianceFacts;
}

describe('writePlaces', () => {
  it.each<[string, ApplianceFacts, Relative[], unknown]>([
    ['a standalone appliance itself', facts(1, null, 'standalone'), [], { kind: 'here' }],
    ['nothing before the mode is known', facts(1, null, 'unknown'), [], { kind: 'nowhere', reason: 'mode-unknown' }],
    ['the primary of a pair itself', facts(1, half(1, 2, 'primary'), 'ha'), [], { kind: 'here' }],
    [
      'a secondary through its primary, by name',
      facts(2, half(2, 1, 'secondary'), 'ha'),
      [relative(1, half(1, 2, 'primary'))],
      { kind: 'elsewhere', id: 'app_1', name: 'vpx-1' },
    ],
    [
      'no secondary whose primary is not in the inventory',
      facts(2, half(2, 1, 'secondary'), 'ha'),
      [],
      { kind: 'nowhere', reason: 'primary-not-in-inventory' },
    ],
    [
      'no half of a pair that does not say which it is',
      facts(2, half(2, 1, 'unknown'), 'ha'),
      [relative(1, half(1, 2, 'unknown'))],
      { kind: 'nowhere', reason: 'role-unknown' },
    ],
    [
      'no half of a pair of which both say to be primary',
      facts(2, half(2, 1, 'primary'), 'ha'),
      [relative(1, half(1, 2, 'primary'))],
      { kind: 'nowhere', reason: 'claims-conflict' },
    ],
    [
      'a node of a cluster through the cluster address',
      facts(4, node(4, '192.0.2.40'), 'cluster'),
      [relative(40, null)],
      { kind: 'elsewhere', id: 'app_40', name: 'vpx-40' },
    ],
    [
      'no node whose cluster address nobody stands for',
      facts(4, node(4, '192.0.2.40'), 'cluster'),
      [],
      { kind: 'nowhere', reason: 'cluster-address-not-in-inventory' },
    ],
    [
      'no node of a cluster that prints no address',
      facts(4, node(4, null), 'cluster'),
      [],
      { kind: 'nowhere', reason: 'cluster-address-unknown' },
    ],
  ])('writes %s', (_, one, relatives, place) => {
    expect(writePlaces([one], relatives)(one)).toEqual(place);
  });
});
