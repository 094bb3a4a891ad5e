import type { Appliance } from '../../../../libs/contract/src/index.js';
import { groupDeployments, type Deployment, type DeploymentMember } from '../../../../libs/fleet/src/index.js';
import type { ApplianceFacts, Relative } from '../../../../libs/persistence/src/index.js';

/** How an appliance is deployed, as the contract shows it. */
export type DeploymentView = Pick<Appliance, 'mode' | 'role' | 'peerId' | 'peer' | 'cluster' | 'deploymentConflict'>;

/** The addresses by which the partners of these appliances are found: their own, and those they name. */
export function addressesOf(page: readonly ApplianceFacts[]): { own: string[]; related: string[] } {
  const instances = page.filter(({ appliance }) => appliance.kind !== 'sdx-host');
  const own = instances.flatMap(({ appliance }) => [appliance.address, appliance.addressOverride ?? '']);
  return {
    own: [...new Set(own.map((address) => address.toLowerCase()).filter((address) => address !== ''))],
    related: [...new Set(instances.flatMap(({ observation }) => observation.relatedAddresses))],
  };
}

/** Compares what appliances say of their deployment with what their partners say, for each appliance of a page. */
export function deploymentViews(
  page: readonly ApplianceFacts[],
  relatives: readonly Relative[],
): (facts: ApplianceFacts) => DeploymentView {
  const known = new Map(relatives.map((relative) => [relative.id, relative]));
  for (const { appliance, observation } of page) {
    if (appliance.kind === 'sdx-host') continue;
    const { id, name, address, addressOverride } = appliance;
    known.set(id, { id, name, address, addressOverride, deployment: observation.facts.deployment ?? null });
  }
  const deployments = groupDeployments([...known.values()].map(memberOf));
  const nameOf = (id: string) => known.get(id)?.name ?? null;
  return ({ appliance, observation }) => {
    const deployment = deployments.get(appliance.id);
    // Before its first full reading only the mode is known, and a host is never anything else.
    if (deployment === undefined || (deployment.mode === 'unknown' && deployment.conflict === null)) {
      return { ...ALONE, mode: observation.mode };
    }
    return viewOf(deployment, nameOf);
  };
}

const ALONE = { role: null, peerId: null, peer: null, cluster: null, deploymentConflict: null } as const;

function memberOf({ id, address, addressOverride, deployment }: Relative): DeploymentMember {
  return {
    id,
    addresses: addressOverride === null ? [address] : [address, addressOverride],
    claim: deployment?.value ?? null,
    claimedAtMs: deployment === null ? null : Date.parse(deployment.at),
  };
}

function viewOf(
  { mode, role, peer, cluster, conflict }: Deployment,
  nameOf: (id: string) => string | null,
): DeploymentView {
  return {
    mode,
    role,
    peerId: peer?.id ?? null,
    peer: peer === null ? null : { ...peer, name: peer.id === null ? null : nameOf(peer.id) },
    cluster:
      cluster === null
        ? null
        : {
            id: cluster.id,
            address: cluster.address,
            nodeId: cluster.nodeId,
            isCoordinator: cluster.isCoordinator,
            members: cluster.memberIds.map((id) => ({ id, name: nameOf(id) ?? id })),
          },
    deploymentConflict: conflict,
  };
}
