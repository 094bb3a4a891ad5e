import { setTimeout as pause } from 'node:timers/promises';
import { verifyApplied } from '../../../../libs/callhome/src/index.js';
import { groupDeployments } from '../../../../libs/fleet/src/index.js';
import type { ApplianceFacts } from '../../../../libs/persistence/src/index.js';
import { readCallHome } from '../sweeps/read-instance.js';
import { onSession } from './on-session.js';
import { keysOf, wantedBy } from './planned-change.js';
import type { TargetTools } from './target-context.js';
import type { TargetRun } from './target-run.js';

/** A pair carries a change over within moments; one that took longer is found out by the next sweep. */
const ANOTHER_LOOK_MS = 1_000;

interface PairFacts {
  facts: ApplianceFacts;
  planned: TargetRun['planned'];
  release: string | null;
  signal: AbortSignal;
}

/**
 * Says whether the other half of a pair shows what was applied to its primary. Null: not of a pair, its peer is not in
 * the inventory or does not answer. What it shows is recorded as its own reading.
 */
export async function isPeerSynced(tools: TargetTools, pair: PairFacts): Promise<boolean | null> {
  const peer = await peerOf(tools, pair.facts);
  if (peer === null || peer.observation.reachability === 'unreachable') return null;
  const { planned, release, signal } = pair;
  let synced: boolean | null = null;
  await onSession(tools, { facts: peer, signal }, async (session) => {
    for (const waitMs of [0, ANOTHER_LOOK_MS]) {
      await pause(waitMs, undefined, { signal });
      const { observed } = await readCallHome(session, release);
      await tools.stores.readings.recordCallHome(peer.appliance.id, observed, new Date());
      synced = verifyApplied(wantedBy(planned), observed, keysOf(planned)).length === 0;
      if (synced) return;
    }
  });
  return synced;
}

async function peerOf(
  { stores }: TargetTools,
  { appliance, observation }: ApplianceFacts,
): Promise<ApplianceFacts | null> {
  const deployment = observation.facts.deployment ?? null;
  const claim = deployment?.value ?? null;
  if (claim?.mode !== 'ha') return null;
  const own = [appliance.address, appliance.addressOverride, claim.nodeAddress].flatMap((one) => one ?? []);
  const lower = (addresses: readonly (string | null | undefined)[]) =>
    addresses.flatMap((one) => one?.toLowerCase() ?? []);
  const relatives = await stores.appliances.relatives(lower(own), lower([claim.ha?.peerAddress]));
  const others = relatives.filter(({ id }) => id !== appliance.id);
  const members = [{ ...appliance, deployment }, ...others].map((member) => ({
    id: member.id,
    addresses: [member.address, member.addressOverride].flatMap((one) => one ?? []),
    claim: member.deployment?.value ?? null,
    claimedAtMs: member.deployment === null ? null : Date.parse(member.deployment.at),
  }));
  const peerId = groupDeployments(members).get(appliance.id)?.peer?.id ?? null;
  if (peerId === null) return null;
  const [peer] = await stores.appliances.facts([peerId]);
  return peer ?? null;
}
