import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DeploymentClaim, HaRole } from './deployment-claim.js';
import { SAME_TIME_MS, type Deployment, type DeploymentMember } from './deployment.js';
import { groupDeployments } from './group-deployments.js';

const NOW = Date.UTC(2026, 10, 1);
const LONG_AGO = NOW - SAME_TIME_MS - 1;

function ha(own: string | null, peer: string | null, roles: [HaRole, HaRole]): DeploymentClaim {
  return { mode: 'ha', nodeAddress: own, ha: { role: roles[0], peerAddress: peer, peerRole: roles[1] }, cluster: null };
}
const ALONE: DeploymentClaim = { mode: 'standalone', nodeAddress: null, ha: null, cluster: null };
function member(id: string, claim: DeploymentClaim | null, claimedAtMs = NOW): DeploymentMember {
  return { id, addresses: [id], claim, claimedAtMs: claim === null ? null : claimedAtMs };
}
/** A pair of `a` and `b`, from the half that says so. */
const from = (own: string, peer: string, ...roles: [HaRole, HaRole]) => ha(own, peer, roles);

type Shown = Record<string, [mode: string, role: string | null, peer: string | null, conflict?: string]>;
const shown = (members: readonly DeploymentMember[]): Shown =>
  Object.fromEntries(
    [...groupDeployments(members)].map(([id, { mode, role, peer, conflict }]) => [
      id,
      conflict === null ? [mode, role, peer?.id ?? null] : [mode, role, peer?.id ?? null, conflict],
    ]),
  );

const PAIRS: [says: string, members: DeploymentMember[], expected: Shown][] = [
  [
    'both halves agree',
    [member('a', from('a', 'b', 'primary', 'secondary')), member('b', from('b', 'a', 'secondary', 'primary'))],
    { a: ['ha', 'primary', 'b'], b: ['ha', 'secondary', 'a'] },
  ],
  [
    'only one half was ever read',
    [member('a', from('a', 'b', 'primary', 'secondary')), member('b', null)],
    { a: ['ha', 'primary', 'b'], b: ['ha', 'secondary', 'a'] },
  ],
  [
    'the other half is not in the inventory',
    [member('a', from('a', 'b', 'secondary', 'primary'))],
    { a: ['ha', 'secondary', null] },
  ],
  [
    'the inventory knows a half by an address that differs from its own only in case',
    [member('AB', from('ab', 'cd', 'primary', 'secondary')), member('CD', from('CD', 'ab', 'secondary', 'primary'))],
    { AB: ['ha', 'primary', 'CD'], CD: ['ha', 'secondary', 'AB'] },
  ],
  [
    'a half behind NAT is known by its own NSIP only',
    [member('outside', from('a', 'b', 'primary', 'secondary')), member('b', from('b', 'a', 'secondary', 'primary'))],
    { outside: ['ha', 'primary', 'b'], b: ['ha', 'secondary', 'outside'] },
  ],
  [
    'both halves say primary at one time',
    [member('a', from('a', 'b', 'primary', 'unknown')), member('b', from('b', 'a', 'primary', 'unknown'))],
    { a: ['ha', 'unknown', 'b', 'same-role'], b: ['ha', 'unknown', 'a', 'same-role'] },
  ],
  [
    'the half that was primary is silent since, and the other took over',
    [member('a', from('a', 'b', 'primary', 'secondary'), LONG_AGO), member('b', from('b', 'a', 'primary', 'unknown'))],
    { a: ['ha', 'unknown', 'b'], b: ['ha', 'primary', 'a'] },
  ],
  [
    'one half does not know its own role and the other does',
    [member('a', from('a', 'b', 'unknown', 'unknown')), member('b', from('b', 'a', 'primary', 'secondary'))],
    { a: ['ha', 'secondary', 'b'], b: ['ha', 'primary', 'a'] },
  ],
  [
    'the named half says that it stands alone',
    [member('a', from('a', 'b', 'primary', 'secondary')), member('b', ALONE)],
    { a: ['unknown', null, null, 'peer-disagrees'], b: ['unknown', null, null, 'peer-disagrees'] },
  ],
  [
    'it said so long before, so it may have been paired since',
    [member('a', from('a', 'b', 'primary', 'secondary')), member('b', ALONE, LONG_AGO)],
    { a: ['ha', 'primary', 'b'], b: ['ha', 'secondary', 'a'] },
  ],
  [
    'two name one partner that names nobody',
    [
      member('a', from('a', 'c', 'primary', 'secondary')),
      member('b', from('b', 'c', 'primary', 'secondary')),
      member('c', null),
    ],
    {
      a: ['ha', 'unknown', null, 'ambiguous-peer'],
      b: ['ha', 'unknown', null, 'ambiguous-peer'],
      c: ['unknown', null, null, 'ambiguous-peer'],
    },
  ],
  [
    "two appliances have the partner's address, and one of them names it back",
    [
      member('a', from('a', 'b', 'primary', 'secondary')),
      member('b', from('b', 'a', 'secondary', 'primary')),
      { ...member('c', from('b', 'z', 'secondary', 'primary')), addresses: ['b'] },
    ],
    { a: ['ha', 'primary', 'b'], b: ['ha', 'secondary', 'a'], c: ['ha', 'secondary', null] },
  ],
  ['an appliance stands alone', [member('a', ALONE)], { a: ['standalone', null, null] }],
  ['nothing was ever read', [member('a', null)], { a: ['unknown', null, null] }],
];

const node = (id: number, address: string, isCoordinator = false) => ({ id, address, isCoordinator });
function clustered(own: string, address: string | null, nodes = [node(0, 'a', true), node(1, 'b')]): DeploymentClaim {
  const nodeId = nodes.find((one) => one.address === own)?.id ?? null;
  return { mode: 'cluster', nodeAddress: own, ha: null, cluster: { id: 3, address, nodeId, nodes } };
}
const clusterOf = (deployment: Deployment | undefined) => {
  const { mode, cluster, conflict } = deployment ?? {};
  return { mode, conflict, ...cluster };
};

describe('groupDeployments: pairs', () => {
  it.each(PAIRS)('when %s', (_says, members, expected) => {
    expect(shown(members)).toEqual(expected);
  });
});

describe('groupDeployments: clusters', () => {
  it('names members, coordinator, address, and the member that nobody has read', () => {
    const grouped = groupDeployments([member('a', clustered('a', 'clip')), member('b', null), member('clip', null)]);
    expect(clusterOf(grouped.get('a'))).toMatchObject({ mode: 'cluster', nodeId: 0, isCoordinator: true });
    expect(clusterOf(grouped.get('b'))).toEqual({
      mode: 'cluster',
      conflict: null,
      id: 3,
      address: 'clip',
      addressId: 'clip',
      nodeId: 1,
      isCoordinator: false,
      memberIds: ['a', 'b'],
    });
  });

  it('joins members by the nodes they list where no build prints the cluster address', () => {
    const grouped = groupDeployments([member('a', clustered('a', null)), member('b', clustered('b', null))]);
    expect(clusterOf(grouped.get('b'))).toMatchObject({ address: null, memberIds: ['a', 'b'] });
  });

  it('keeps two clusters of one number apart', () => {
    const others = [node(0, 'x', true), node(1, 'y')];
    const grouped = groupDeployments([member('a', clustered('a', null)), member('x', clustered('x', null, others))]);
    expect(clusterOf(grouped.get('a')).memberIds).toEqual(['a']);
    expect(clusterOf(grouped.get('x')).memberIds).toEqual(['x']);
  });

  it.each<[string, DeploymentMember[], string[]]>([
    ['members name two addresses', [member('a', clustered('a', 'c1')), member('b', clustered('b', 'c2'))], ['a', 'b']],
    ['one that others list says it stands alone', [member('a', clustered('a', 'c')), member('b', ALONE)], ['b']],
  ])('leaves open what members disagree on: %s', (_says, members, open) => {
    const grouped = groupDeployments(members);
    for (const id of open) {
      expect(clusterOf(grouped.get(id))).toEqual({ mode: 'unknown', conflict: 'cluster-disagrees' });
    }
  });

  it('believes the newer of two addresses when the older was named long before', () => {
    const grouped = groupDeployments([
      member('a', clustered('a', 'old'), LONG_AGO),
      member('b', clustered('b', 'new')),
    ]);
    expect(clusterOf(grouped.get('a')).address).toBe('new');
  });
});

describe('groupDeployments', () => {
  const name = fc.constantFrom('a', 'b', 'c', 'd', 'e');
  const role = fc.constantFrom<HaRole>('primary', 'secondary', 'unknown');
  const claim = fc.oneof(
    fc.constant(null),
    fc.constant(ALONE),
    fc
      .record({ own: fc.option(name), peer: fc.option(name), roles: fc.tuple(role, role) })
      .map(({ own, peer, roles }) => ha(own, peer, roles)),
    fc.record({ own: name, address: fc.option(name) }).map(({ own, address }) => clustered(own, address)),
  );
  const members = fc
    .uniqueArray(fc.record({ id: name, claim, at: fc.constantFrom(NOW, LONG_AGO) }), { selector: ({ id }) => id })
    .map((list) => list.map(({ id, claim: claimed, at }) => member(id, claimed, at)));

  it('answers for every member and for nobody else, whatever their order', () => {
    fc.assert(
      fc.property(members, (list) => {
        const grouped = groupDeployments(list);
        expect([...grouped.keys()].toSorted()).toEqual(list.map(({ id }) => id).toSorted());
        expect(groupDeployments(list.toReversed())).toEqual(grouped);
      }),
    );
  });

  it('pairs mutually, and never names two primaries or two secondaries of one pair', () => {
    fc.assert(
      fc.property(members, (list) => {
        const grouped = groupDeployments(list);
        for (const [id, { mode, role: own, peer }] of grouped) {
          if (peer?.id == null) continue;
          const other = grouped.get(peer.id);
          expect([mode, other?.mode, other?.peer?.id]).toEqual(['ha', 'ha', id]);
          if (own !== 'unknown') expect(other?.role).not.toBe(own);
        }
      }),
    );
  });
});
