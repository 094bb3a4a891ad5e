import type { Deployment } from './deployment.js';

/** Where a change of an appliance's settings has to be written. */
export type WriteTarget =
  | { readonly kind: 'appliance'; readonly id: string }
  /** A cluster address that no appliance of the inventory stands for. */
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'none'; readonly reason: WriteRefusal };

/** Why nothing can be written; each is for a person to settle. */
export type WriteRefusal =
  'mode-unknown' | 'claims-conflict' | 'role-unknown' | 'primary-not-in-inventory' | 'cluster-address-unknown';

/**
 * Says where a change meant for an appliance is to be written: a standalone one itself, the primary of a pair, the
 * address of a cluster. It never answers a secondary or a cluster node: what is written there is lost at the next
 * synchronisation (`Warning: You are connected to a secondary node`, vendor message 1028), or splits the cluster.
 * An appliance that the grouping does not know is of unknown mode.
 */
export function writeTarget(id: string, deployments: ReadonlyMap<string, Deployment>): WriteTarget {
  const deployment = deployments.get(id);
  if (deployment === undefined) return none('mode-unknown');
  const { mode, conflict } = deployment;
  if (conflict !== null) return none('claims-conflict');
  switch (mode) {
    case 'standalone':
      return { kind: 'appliance', id };
    case 'ha':
      return ofPair(id, deployment, deployments);
    case 'cluster':
      return ofCluster(deployment);
    case 'unknown':
      return none('mode-unknown');
  }
}

function ofPair(id: string, { role, peer }: Deployment, deployments: ReadonlyMap<string, Deployment>): WriteTarget {
  if (role === 'primary') return { kind: 'appliance', id };
  if (role !== 'secondary') return none('role-unknown');
  if (peer === null || peer.id === null) return none('primary-not-in-inventory');
  return deployments.get(peer.id)?.role === 'primary' ? { kind: 'appliance', id: peer.id } : none('role-unknown');
}

function ofCluster({ cluster }: Deployment): WriteTarget {
  if (cluster === null || cluster.address === null) return none('cluster-address-unknown');
  return cluster.addressId === null
    ? { kind: 'address', address: cluster.address }
    : { kind: 'appliance', id: cluster.addressId };
}

const none = (reason: WriteRefusal): WriteTarget => ({ kind: 'none', reason });
