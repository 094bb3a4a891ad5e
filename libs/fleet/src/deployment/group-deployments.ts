import { addressesOf, type ByAddress, type Deployment, type DeploymentMember } from './deployment.js';
import { groupClusters } from './group-clusters.js';
import { pairUp } from './pair-up.js';

/**
 * Groups appliances into HA pairs and clusters; the answer has every member given, whatever their order.
 *
 * Halves of a pair are matched by the addresses they name, also if only one of them was ever read. Cluster members are
 * matched by cluster id and cluster address or, where no build prints that address, by the nodes they list. Nothing is
 * guessed: where claims made at one time exclude each other, what they disagree on is `unknown`.
 */
export function groupDeployments(members: readonly DeploymentMember[]): ReadonlyMap<string, Deployment> {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : Number(a.id > b.id)));
  const byAddress = indexAddresses(sorted);
  const grouped = new Map(sorted.map((member) => [member.id, alone(member)]));
  for (const [id, deployment] of groupClusters(sorted, byAddress)) grouped.set(id, deployment);
  for (const [id, deployment] of pairUp(sorted, byAddress)) grouped.set(id, deployment);
  return grouped;
}

/** Its own word and no partner: the start from which grouping goes on. */
function alone({ claim }: DeploymentMember): Deployment {
  return {
    mode: claim?.mode ?? 'unknown',
    role: claim?.ha?.role ?? null,
    peer: claim?.ha ? { id: null, address: claim.ha.peerAddress } : null,
    cluster: null,
    conflict: null,
  };
}

function indexAddresses(members: readonly DeploymentMember[]): ByAddress {
  const index = new Map<string, DeploymentMember[]>();
  for (const member of members) {
    for (const address of addressesOf(member)) {
      const there = index.get(address);
      if (there === undefined) index.set(address, [member]);
      else there.push(member);
    }
  }
  return index;
}
