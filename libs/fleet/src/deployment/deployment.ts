import type { DeploymentMode } from '../appliance/appliance-kind.js';
import { sameAddress, type DeploymentClaim, type HaRole } from './deployment-claim.js';

/** One appliance of the inventory with what it claims. */
export interface DeploymentMember {
  readonly id: string;
  /** Every address it is known by: the inventory's, an operator's override. Its own NSIP comes from the claim. */
  readonly addresses: readonly string[];
  /** Null: never read. */
  readonly claim: DeploymentClaim | null;
  /** When it was claimed; null exactly where the claim is. */
  readonly claimedAtMs: number | null;
}

/** How an appliance is deployed, after its claim was compared with those of its partners. */
export interface Deployment {
  /** `unknown`: never read, or its claim and a partner's exclude each other. */
  readonly mode: DeploymentMode;
  /** Null unless the mode is `ha`. */
  readonly role: HaRole | null;
  /** The other half of the pair; its id is null if it is not in the inventory. Null unless the mode is `ha`. */
  readonly peer: { readonly id: string | null; readonly address: string | null } | null;
  /** Null unless the mode is `cluster`. */
  readonly cluster: {
    readonly id: number;
    readonly address: string | null;
    /** The appliance of the inventory that stands for the cluster address; null if there is none. */
    readonly addressId: string | null;
    readonly nodeId: number | null;
    /** Null: no member has said who coordinates. */
    readonly isCoordinator: boolean | null;
    /** Members in the inventory, itself among them, sorted. */
    readonly memberIds: readonly string[];
  } | null;
  /** Why it is not known better; null where nothing contradicts. */
  readonly conflict: DeploymentConflict | null;
}

/**
 * `peer-disagrees`: the named partner says it is something else. `ambiguous-peer`: more than one appliance could be the
 * partner. `same-role`: both halves claim one role. `cluster-disagrees`: members name different cluster addresses, or
 * one that others list says it is in no such cluster.
 */
export type DeploymentConflict = 'peer-disagrees' | 'ambiguous-peer' | 'same-role' | 'cluster-disagrees';

/**
 * Claims this close together count as made at one time, so that two that exclude each other leave it open who is right.
 * Of claims further apart the newer one is believed: the older partner may be down since. Ours: longer than a sweep of
 * one host, shorter than the usual interval between sweeps.
 */
export const SAME_TIME_MS = 600_000;

/** Members by each address they are known by. */
export type ByAddress = ReadonlyMap<string, readonly DeploymentMember[]>;

/** Every spelling-free address that a member is known by, its NSIP among them. */
export function addressesOf({ addresses, claim }: DeploymentMember): string[] {
  return [...new Set([...addresses, claim?.nodeAddress].map(sameAddress).filter((address) => address !== ''))];
}

/** Says whether a claim is too old to contradict one made at `atMs`. */
export function isOutdated(member: DeploymentMember, atMs: number | null): boolean {
  return (member.claimedAtMs ?? 0) + SAME_TIME_MS < (atMs ?? 0);
}
