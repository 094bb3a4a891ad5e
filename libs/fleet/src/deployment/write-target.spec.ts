import { describe, expect, it } from '@jest/globals';
import type { Deployment } from './deployment.js';
import { writeTarget, type WriteTarget } from './write-target.js';

const BASE: Deployment = { mode: 'standalone', role: null, peer: null, cluster: null, conflict: null };
const half = (role: Deployment['role'], peerId: string | null): Deployment => ({
  ...BASE,
  mode: 'ha',
  role,
  peer: { id: peerId, address: '192.0.2.2' },
});
const inCluster = (address: string | null, addressId: string | null): Deployment => ({
  ...BASE,
  mode: 'cluster',
  cluster: { id: 1, address, addressId, nodeId: 0, isCoordinator: true, memberIds: ['a'] },
});
const none = (reason: Extract<WriteTarget, { kind: 'none' }>['reason']): WriteTarget => ({ kind: 'none', reason });

const ROWS: [says: string, deployments: Record<string, Deployment>, target: WriteTarget][] = [
  ['a standalone appliance is written itself', { a: BASE }, { kind: 'appliance', id: 'a' }],
  ['a primary is written itself', { a: half('primary', 'b') }, { kind: 'appliance', id: 'a' }],
  [
    'a change of a secondary goes to its primary',
    { a: half('secondary', 'b'), b: half('primary', 'a') },
    { kind: 'appliance', id: 'b' },
  ],
  ['a primary nobody has added is not written', { a: half('secondary', null) }, none('primary-not-in-inventory')],
  [
    'a secondary whose peer is no primary is not written',
    { a: half('secondary', 'b'), b: half('unknown', 'a') },
    none('role-unknown'),
  ],
  ['an unknown role is not written', { a: half('unknown', 'b') }, none('role-unknown')],
  ['a cluster is written at its address', { a: inCluster('192.0.2.9', 'c') }, { kind: 'appliance', id: 'c' }],
  [
    'a cluster address that is no appliance is still an address',
    { a: inCluster('192.0.2.9', null) },
    { kind: 'address', address: '192.0.2.9' },
  ],
  ['a cluster without a known address is not written', { a: inCluster(null, null) }, none('cluster-address-unknown')],
  ['an unread appliance is not written', { a: { ...BASE, mode: 'unknown' } }, none('mode-unknown')],
  [
    'claims that conflict write nothing',
    { a: { ...half('primary', 'b'), conflict: 'same-role' } },
    none('claims-conflict'),
  ],
  ['an appliance that was not grouped is not written', {}, none('mode-unknown')],
];

describe('writeTarget', () => {
  it.each(ROWS)('%s', (_says, deployments, target) => {
    expect(writeTarget('a', new Map(Object.entries(deployments)))).toEqual(target);
  });
});
