import type { DeploymentClaim } from '../deployment/deployment-claim.js';
import type { KnownFacts } from './known-facts.js';

/** What rarely changes is read again after this long even if nothing calls for it. Ours: once a day. */
export const FULL_READ_MS = 86_400_000;

/** What was known before this reading. */
export interface KnownBefore {
  readonly build: string | null;
  readonly facts: KnownFacts;
}

/** What this reading has already learned, and why it takes place. */
export interface SeenSoFar {
  readonly nowMs: number;
  /** A person asked for it: then everything is read. */
  readonly isAsked: boolean;
  readonly build: string | null;
  /** Null: the start could not be told. */
  readonly hasRestarted: boolean | null;
  /** What stands after `Node:` in `show ns config`; null: not printed, or not read. */
  readonly nodeWord: string | null;
}

/** Which of the rarely changing facts this reading asks for. */
export interface ReadingPlan {
  readonly licence: boolean;
  readonly deployment: boolean;
  readonly timeZone: boolean;
  /** Everything is asked for: the day starts anew. */
  readonly isFull: boolean;
}

/**
 * Decides which rarely changing facts a reading asks for: all of them when a person asks, when the build or the run is
 * another one, and once a day. How it is deployed is also asked when the node word, which every sweep reads anyway, does
 * not confirm what is known: that is how a failover is seen at once.
 */
export function whatToRead(known: KnownBefore, seen: SeenSoFar): ReadingPlan {
  const { facts } = known;
  const isAnother = known.build === null || (seen.build !== null && seen.build !== known.build);
  const isDue = facts.fullRead === undefined || seen.nowMs - Date.parse(facts.fullRead.at) >= FULL_READ_MS;
  const everything = seen.isAsked || isAnother || isDue || seen.hasRestarted === true;
  return {
    licence: everything,
    deployment: everything || !isConfirmed(facts.deployment?.value, seen.nodeWord),
    timeZone: everything,
    isFull: everything,
  };
}

/** `Node:` says standalone, primary or secondary. A cluster has no word of its own there, so it is always asked. */
function isConfirmed(claim: DeploymentClaim | undefined, nodeWord: string | null): boolean {
  const word = (nodeWord ?? '').trim().toLowerCase();
  if (claim === undefined || word === '') return false;
  return word === (claim.mode === 'ha' ? claim.ha?.role : claim.mode === 'standalone' ? 'standalone' : undefined);
}

/**
 * The commands that need not be sent, each with the words of its refusal: the same build refused them within the last
 * day as unknown to it. A model without a drive controller has no drive listing, and asking again costs a round trip.
 */
export function notSupportedHere(
  known: KnownBefore,
  seen: Pick<SeenSoFar, 'nowMs' | 'isAsked' | 'build'>,
): ReadonlyMap<string, string> {
  const { unsupported } = known.facts;
  if (unsupported === undefined || seen.isAsked || known.build !== seen.build) return new Map();
  if (seen.nowMs - Date.parse(unsupported.at) >= FULL_READ_MS) return new Map();
  return new Map(Object.entries(unsupported.value));
}
