import type { Transaction } from '../database.js';
import type { NewEvent } from '../events/event-store.js';
import type { Reading } from '../readings/reading.js';
import { HostKeysInHand } from './change-host-keys.js';

const FIRST_CONTACT = 'policy: trust at first contact';

/**
 * Records the keys that appliances offered, after their state now and not as the reader saw it: whoever decided in the
 * meantime is right. Gives the events that this makes: a key to decide on, another key than before, a key that an
 * authority vouched for.
 */
export async function recordOfferedKeys(tx: Transaction, readings: readonly Reading[]): Promise<NewEvent[]> {
  const offers = readings.flatMap(({ applianceId, at, offeredKey }) =>
    offeredKey === null || offeredKey.verdict === 'trusted' ? [] : [{ applianceId, at, ...offeredKey }],
  );
  if (offers.length === 0) return [];
  const keys = await HostKeysInHand.of(tx, [...new Set(offers.map((offer) => offer.applianceId))]);
  const events = offers.flatMap((offer): NewEvent[] => {
    const { applianceId, fingerprint, algorithm, at, verdict } = offer;
    const change = { applianceId, fingerprint, algorithm, at, reason: null };
    const before = keys.get(applianceId, fingerprint)?.state ?? null;
    const replaced = keys.trustedOf(applianceId);
    const event = (type: string, data: Record<string, unknown> = {}): NewEvent => ({
      topic: 'appliances',
      type,
      subject: applianceId,
      data: { fingerprint, ...data },
    });
    if (before === 'trusted') return [];
    if (verdict === 'first-contact' && keys.of(applianceId).length === 0) {
      keys.apply({ ...change, event: 'admitted', by: FIRST_CONTACT });
      return [event('appliance.host-key-trusted', { by: FIRST_CONTACT })];
    }
    const by = `ca:${offer.authority ?? ''}`;
    if (verdict === 'certified' && keys.apply({ ...change, event: 'admitted', by }) !== null) {
      return [event('appliance.host-key-certified', { by, replaced: replaced?.fingerprint ?? null })];
    }
    const after = keys.apply({ ...change, event: replaced === null ? 'offered' : 'offered-beside', by: null });
    return after === null || after.state === before ? [] : [event(`appliance.host-key-${after.state}`)];
  });
  await keys.write(tx);
  return events;
}
