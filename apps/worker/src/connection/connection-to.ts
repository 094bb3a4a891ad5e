import { IDENTITY_CHANGED, placeOf, type ApplianceFacts, type Stores } from '../../../../libs/persistence/src/index.js';
import type { ConnectTo } from './appliance-sessions.js';
import type { JumpWays } from './jump-ways.js';
import { whyNotTried } from './why-not-tried.js';

/** Why no connection is tried. */
export interface NotTried {
  cause: string;
}

export interface ConnectionTools {
  stores: Pick<Stores, 'appliances' | 'credentials' | 'readings'>;
  ways: JumpWays;
}

/** Everything that a connection to one appliance needs, or why none is tried: nothing that could lock an account is. */
export async function connectionTo(facts: ApplianceFacts, tools: ConnectionTools): Promise<ConnectTo | NotTried> {
  const { appliances, credentials } = tools.stores;
  const { appliance, observation } = facts;
  if (observation.identityChangedAt !== null) return { cause: IDENTITY_CHANGED };
  const cause = whyNotTried(observation);
  if (cause !== null) return { cause };
  const [host] = appliance.hostId === null ? [] : await appliances.facts([appliance.hostId]);
  const place = placeOf(facts, host ?? null);
  const opened = await credentials.openAll(place.credentialId === null ? [] : [place.credentialId]);
  const credential = opened.get(place.credentialId ?? '');
  if (!credential) return { cause: 'credential-missing' };
  const { jumpHostId } = place;
  const via = jumpHostId === null ? [] : ((await tools.ways.to([jumpHostId])).get(jumpHostId) ?? []);
  return { facts, place, credential, via };
}

/** Counts a refused login against the credential, as a sweep does: three in a row suspend it for this appliance. */
export async function noteLoginRefused(stores: Pick<Stores, 'readings'>, applianceId: string): Promise<void> {
  const outcome = { kind: 'login-failed', cause: 'auth-failed' } as const;
  const nothing = { offeredKey: null, channel: null, suppress: null, reportedByHost: [], retryInSeconds: null };
  await stores.readings.record([{ applianceId, at: new Date(), outcome, ...nothing }]);
}
