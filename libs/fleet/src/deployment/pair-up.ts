import { sameAddress, type DeploymentClaim, type HaRole } from './deployment-claim.js';
import {
  addressesOf,
  isOutdated,
  type ByAddress,
  type Deployment,
  type DeploymentConflict,
  type DeploymentMember,
} from './deployment.js';

type Paired = DeploymentMember & { claim: DeploymentClaim & { ha: NonNullable<DeploymentClaim['ha']> } };

/** What matching found for a member that claims to be half of a pair. */
type Match = { peer: DeploymentMember } | { conflict: DeploymentConflict; with: readonly DeploymentMember[] };

/**
 * The deployments of all halves of HA pairs, also of those that only their partner speaks for. A half whose partner is
 * not in the inventory is left out: its own word stands.
 */
export function pairUp(members: readonly DeploymentMember[], byAddress: ByAddress): Map<string, Deployment> {
  const matches = new Map<Paired, Match>();
  for (const half of members.filter(isPaired)) {
    const match = matchOf(half, byAddress);
    if (match !== null) matches.set(half, match);
  }
  refuseRivals(matches);
  const paired = new Map<string, Deployment>();
  for (const [half, match] of matches) {
    if (!('conflict' in match)) continue;
    for (const one of [half, ...match.with]) paired.set(one.id, contradicted(one, match.conflict));
  }
  for (const [half, match] of matches) {
    if ('conflict' in match || paired.has(half.id) || paired.has(match.peer.id)) continue;
    const { peer } = match;
    const roles = rolesOf(half, peer);
    paired.set(half.id, halfOf(peer, half.claim.ha.peerAddress, roles));
    const spokenFor = { role: roles.peerRole, peerRole: roles.role, conflict: roles.conflict };
    paired.set(peer.id, halfOf(half, half.claim.nodeAddress ?? half.addresses[0] ?? null, spokenFor));
  }
  return paired;
}

function isPaired(member: DeploymentMember): member is Paired {
  return member.claim?.mode === 'ha' && member.claim.ha !== null;
}

function matchOf(half: Paired, byAddress: ByAddress): Match | null {
  const named = sameAddress(half.claim.ha.peerAddress);
  const candidates = (byAddress.get(named) ?? []).filter((one) => one !== half);
  if (named === '' || candidates.length === 0) return null;
  const mine = addressesOf(half);
  const mutual = candidates.filter((one) => isPaired(one) && mine.includes(sameAddress(one.claim.ha.peerAddress)));
  // Behind NAT two appliances may have one address: the one that names us back is meant.
  const fitting = mutual.length > 0 ? mutual : candidates.filter((one) => saysNothingElse(one, half));
  const [peer, ...others] = fitting;
  if (peer === undefined) return { conflict: 'peer-disagrees', with: candidates };
  return others.length > 0 ? { conflict: 'ambiguous-peer', with: [] } : { peer };
}

/** Never read, a half that names nobody, or read so long before that it may have changed since. */
function saysNothingElse(one: DeploymentMember, half: Paired): boolean {
  if (one.claim === null || isOutdated(one, half.claimedAtMs)) return true;
  return one.claim.ha !== null && sameAddress(one.claim.ha.peerAddress) === '';
}

/** Two that name the same partner cannot both be right, unless it names one of them back. */
function refuseRivals(matches: Map<Paired, Match>): void {
  const claimants = new Map<DeploymentMember, Paired[]>();
  for (const [half, match] of matches) {
    if ('peer' in match) claimants.set(match.peer, [...(claimants.get(match.peer) ?? []), half]);
  }
  for (const [peer, halves] of claimants) {
    const own = isPaired(peer) ? matches.get(peer) : undefined;
    const chosen = own !== undefined && 'peer' in own ? own.peer : null;
    const rivals = halves.filter((half) => half !== chosen);
    if (rivals.length === 0 || (halves.length === 1 && chosen === null)) continue;
    const alsoOpen = chosen === null ? [peer] : [];
    for (const rival of rivals) matches.set(rival, { conflict: 'ambiguous-peer', with: alsoOpen });
  }
}

interface Roles {
  role: HaRole;
  peerRole: HaRole;
  conflict: DeploymentConflict | null;
}

function rolesOf(half: Paired, peer: DeploymentMember): Roles {
  const { ha } = half.claim;
  if (!isPaired(peer) || isOutdated(peer, half.claimedAtMs)) return believed(ha);
  const theirs = peer.claim.ha;
  if (isOutdated(half, peer.claimedAtMs)) {
    const { role, peerRole, conflict } = believed(theirs);
    return { role: peerRole, peerRole: role, conflict };
  }
  const role = ha.role === 'unknown' ? theirs.peerRole : ha.role;
  const peerRole = theirs.role === 'unknown' ? ha.peerRole : theirs.role;
  if (role === peerRole && role !== 'unknown') return { role: 'unknown', peerRole: 'unknown', conflict: 'same-role' };
  return { role, peerRole, conflict: null };
}

/** One side's word for both halves. An appliance knows its own role; of two equal ones the other is left open. */
function believed({ role, peerRole }: Paired['claim']['ha']): Roles {
  return { role, peerRole: peerRole === role ? 'unknown' : peerRole, conflict: null };
}

function halfOf(peer: DeploymentMember, address: string | null, { role, conflict }: Roles): Deployment {
  return { mode: 'ha', role, peer: { id: peer.id, address }, cluster: null, conflict };
}

function contradicted({ claim }: DeploymentMember, conflict: DeploymentConflict): Deployment {
  // With two possible partners it is still half of a pair; where the partner denies it, not even that is certain.
  const isPair = conflict === 'ambiguous-peer' && claim?.ha != null;
  return {
    mode: isPair ? 'ha' : 'unknown',
    role: isPair ? 'unknown' : null,
    peer: isPair ? { id: null, address: claim.ha?.peerAddress ?? null } : null,
    cluster: null,
    conflict,
  };
}
