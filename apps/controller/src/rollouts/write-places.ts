import {
  groupDeployments,
  writeTarget,
  type DeploymentMember,
  type WriteTarget,
} from '../../../../libs/fleet/src/index.js';
import type { ApplianceFacts, Relative } from '../../../../libs/persistence/src/index.js';

/** Where a change of one appliance's settings is written. */
export type WritePlace =
  | { readonly kind: 'here' }
  /** Through another one: the primary of its pair, or the address of its cluster. */
  | { readonly kind: 'elsewhere'; readonly id: string; readonly name: string }
  /** Nowhere, until a person has settled why. */
  | { readonly kind: 'nowhere'; readonly reason: string };

/**
 * Says for each appliance of a batch where a change of it is written, from what it and its partners say of their
 * deployment. `relatives` are those of the inventory that may belong together with one of the batch.
 */
export function writePlaces(
  batch: readonly ApplianceFacts[],
  relatives: readonly Relative[],
): (facts: ApplianceFacts) => WritePlace {
  const known = new Map(relatives.map((relative) => [relative.id, relative]));
  for (const { appliance, observation } of batch) {
    known.set(appliance.id, { ...appliance, deployment: observation.facts.deployment ?? null });
  }
  const deployments = groupDeployments([...known.values()].map(memberOf));
  return ({ appliance, observation }) => {
    const { id } = appliance;
    const deployment = deployments.get(id);
    // Before its first full reading only its mode is known.
    const isUnread = deployment === undefined || (deployment.mode === 'unknown' && deployment.conflict === null);
    if (isUnread && observation.mode === 'standalone') return { kind: 'here' };
    return placeOf(id, writeTarget(id, deployments), (other) => known.get(other)?.name ?? other);
  };
}

function placeOf(id: string, target: WriteTarget, nameOf: (id: string) => string): WritePlace {
  switch (target.kind) {
    case 'appliance':
      return target.id === id ? { kind: 'here' } : { kind: 'elsewhere', id: target.id, name: nameOf(target.id) };
    case 'address':
      return { kind: 'nowhere', reason: 'cluster-address-not-in-inventory' };
    case 'none':
      return { kind: 'nowhere', reason: target.reason };
  }
}

function memberOf({ id, address, addressOverride, deployment }: Relative): DeploymentMember {
  return {
    id,
    addresses: addressOverride === null ? [address] : [address, addressOverride],
    claim: deployment?.value ?? null,
    claimedAtMs: deployment === null ? null : Date.parse(deployment.at),
  };
}
