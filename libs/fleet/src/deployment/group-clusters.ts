import { sameAddress, type DeploymentClaim } from './deployment-claim.js';
import { addressesOf, isOutdated, type ByAddress, type Deployment, type DeploymentMember } from './deployment.js';

type Clustered = DeploymentMember & { claim: DeploymentClaim & { cluster: NonNullable<DeploymentClaim['cluster']> } };

/** The deployments of all members of clusters, also of those that only another member speaks for. */
export function groupClusters(members: readonly DeploymentMember[], byAddress: ByAddress): Map<string, Deployment> {
  const grouped = new Map<string, Deployment>();
  for (const claimants of together(members.filter(isClustered))) {
    for (const [id, deployment] of clusterOf(claimants, byAddress)) {
      // Named by two clusters: it cannot be in both.
      grouped.set(id, grouped.has(id) ? CONTRADICTED : deployment);
    }
  }
  return grouped;
}

const CONTRADICTED: Deployment = {
  mode: 'unknown',
  role: null,
  peer: null,
  cluster: null,
  conflict: 'cluster-disagrees',
};

function isClustered(member: DeploymentMember): member is Clustered {
  return member.claim?.mode === 'cluster' && member.claim.cluster !== null;
}

/** Members that share a cluster id and either the cluster address or a node address are one cluster. */
function together(members: readonly Clustered[]): Clustered[][] {
  const groupOf = new Map<string, Clustered[]>();
  const groups = new Set<Clustered[]>();
  for (const member of members) {
    const joined = marksOf(member).flatMap((mark) => groupOf.get(mark) ?? []);
    const own = [...new Set([...joined, member])];
    for (const mark of own.flatMap(marksOf)) {
      const old = groupOf.get(mark);
      if (old !== undefined) groups.delete(old);
      groupOf.set(mark, own);
    }
    groups.add(own);
  }
  return [...groups];
}

function marksOf({ id, claim: { cluster, nodeAddress } }: Clustered): string[] {
  const nodes = [...cluster.nodes.map(({ address }) => address), nodeAddress];
  const marks = [`address ${sameAddress(cluster.address)}`, ...nodes.map((address) => `node ${sameAddress(address)}`)];
  const known = marks.filter((mark) => !mark.endsWith(' '));
  return known.length > 0 ? known.map((mark) => `${cluster.id} ${mark}`) : [`${cluster.id} alone ${id}`];
}

function clusterOf(claimants: readonly Clustered[], byAddress: ByAddress): Map<string, Deployment> {
  const newestFirst = claimants.toSorted((a, b) => (b.claimedAtMs ?? 0) - (a.claimedAtMs ?? 0));
  const [newest] = newestFirst;
  if (newest === undefined) return new Map();
  const current = newestFirst.filter((one) => !isOutdated(one, newest.claimedAtMs));
  const addresses = new Set(current.map(({ claim }) => sameAddress(claim.cluster.address)).filter((one) => one !== ''));
  if (addresses.size > 1) return new Map(claimants.map(({ id }) => [id, CONTRADICTED]));

  const address =
    newestFirst.find(({ claim }) => sameAddress(claim.cluster.address) !== '')?.claim.cluster.address ?? null;
  const { nodes } = newest.claim.cluster;
  const listed = nodes.flatMap((node) => byAddress.get(sameAddress(node.address)) ?? []);
  const everyone = [...new Set([...claimants, ...listed])];
  const denies = (one: DeploymentMember) =>
    one.claim !== null && !claimants.includes(one as Clustered) && !isOutdated(one, newest.claimedAtMs);
  const members = everyone.filter((one) => !denies(one));
  const shared = {
    id: newest.claim.cluster.id,
    address,
    addressId: address === null ? null : (byAddress.get(sameAddress(address))?.[0]?.id ?? null),
    memberIds: members.map(({ id }) => id).toSorted(),
  };
  return new Map(
    everyone.map((member): [string, Deployment] => {
      if (denies(member)) return [member.id, CONTRADICTED];
      const mine = addressesOf(member);
      const node = nodes.find((one) => mine.includes(sameAddress(one.address)));
      const nodeId = node?.id ?? member.claim?.cluster?.nodeId ?? null;
      const isCoordinator = nodes.some((one) => one.isCoordinator) ? (node?.isCoordinator ?? null) : null;
      const cluster = { ...shared, nodeId, isCoordinator };
      return [member.id, { mode: 'cluster', role: null, peer: null, cluster, conflict: null }];
    }),
  );
}
