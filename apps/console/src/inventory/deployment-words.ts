import type { Appliance } from '../../../../libs/contract/src/index.js';
import { MODE_WORDS } from './kind-words.js';

type Deployed = Pick<Appliance, 'mode' | 'role' | 'peer' | 'cluster'>;

/** How an appliance is deployed, as short as a column needs: `HA primary`, `cluster 3, node 1`. */
export function deploymentWords({ mode, role, cluster }: Omit<Deployed, 'peer'>): string {
  if (mode === 'ha') return role === null ? MODE_WORDS.ha : `HA ${role === 'unknown' ? 'role unknown' : role}`;
  if (mode !== 'cluster' || cluster === null) return MODE_WORDS[mode];
  return cluster.nodeId === null ? `cluster ${cluster.id}` : `cluster ${cluster.id}, node ${cluster.nodeId}`;
}

/** Who it belongs together with, or null: the other half of a pair by name or address, or the size of its cluster. */
export function partnerWords({ id, peer, cluster }: Deployed & Pick<Appliance, 'id'>): string | null {
  if (peer !== null) return peer.name ?? peer.address;
  if (cluster === null) return null;
  const others = cluster.members.filter((member) => member.id !== id);
  return others.length === 0 ? null : others.map(({ name }) => name).join(', ');
}

/** Why it is not known for certain how an appliance is deployed, and what a person can do about it. */
export const CONFLICT_WORDS: Readonly<Record<NonNullable<Appliance['deploymentConflict']>, string>> = {
  'peer-disagrees': 'It names a peer that says it belongs elsewhere. Check both appliances now.',
  'ambiguous-peer': 'More than one appliance could be its peer. Check the addresses in the inventory.',
  'same-role': 'Both halves claim the same role. Look at the pair before changing anything.',
  'cluster-disagrees': 'The members of its cluster contradict each other. Check all of them now.',
};
