import type { DeploymentMode } from '../appliance/appliance-kind.js';

/** Which half of a pair an appliance is; `unknown` where it does not say, or where claims contradict each other. */
export type HaRole = 'primary' | 'secondary' | 'unknown';

/** One row of a cluster's node table, as some member printed it. */
export interface ClaimedNode {
  readonly id: number | null;
  readonly address: string | null;
  readonly isCoordinator: boolean;
}

/**
 * How an appliance says it is deployed, in its own words: nothing here was compared with what its partners say.
 * Every address is the one it prints, which behind NAT is not the one it is reached at.
 */
export interface DeploymentClaim {
  readonly mode: Exclude<DeploymentMode, 'unknown'>;
  /** Its own NSIP; null: not printed. */
  readonly nodeAddress: string | null;
  /** Null unless the mode is `ha`. */
  readonly ha: {
    readonly role: HaRole;
    readonly peerAddress: string | null;
    /** What it says of the other half. */
    readonly peerRole: HaRole;
  } | null;
  /** Null unless the mode is `cluster`. */
  readonly cluster: {
    readonly id: number;
    /** The address that writes go to; null: no command of this build prints it. */
    readonly address: string | null;
    readonly nodeId: number | null;
    readonly nodes: readonly ClaimedNode[];
  } | null;
}

/**
 * Every address that a claim ties together, lower case, sorted, each once; empty for a standalone appliance. Two
 * appliances can only belong together if these lists, or the addresses they are known by, have one in common.
 */
export function relatedAddresses(claim: DeploymentClaim | null): string[] {
  if (claim === null || claim.mode === 'standalone') return [];
  const all = [
    claim.nodeAddress,
    claim.ha?.peerAddress,
    claim.cluster?.address,
    ...(claim.cluster?.nodes ?? []).map(({ address }) => address),
  ];
  return [...new Set(all.map(sameAddress).filter((address) => address !== ''))].toSorted();
}

/** An address in the one spelling that comparisons use; blank for none. */
export function sameAddress(address: string | null | undefined): string {
  return (address ?? '').trim().toLowerCase();
}
