import { judgeMachine } from '../../../fleet/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
import type { NewEvent } from '../events/event-store.js';
import type { ReadFacts, Reading } from '../readings/reading.js';

/** Why work with an appliance waits while another machine answers at its address. */
export const IDENTITY_CHANGED = 'identity-changed';

/**
 * Judges who answered, before anything else of a reading is used: what another machine said becomes a blocked reading
 * that carries its marks and nothing more.
 */
export function withholdReadings(
  readings: readonly Reading[],
  known: ReadonlyMap<string, Observation>,
): readonly Reading[] {
  return readings.map((reading) => {
    const row = known.get(reading.applianceId);
    if (row === undefined || reading.outcome.kind !== 'read') return reading;
    const withheld = withheldBy(row, reading.outcome.facts);
    return withheld === null ? reading : { ...reading, outcome: withheld };
  });
}

/** The outcome that takes the place of what was read; null if it may be recorded. */
export function withheldBy(
  row: Pick<Observation, 'serial' | 'hostId' | 'identityChangedAt'>,
  facts: Pick<ReadFacts, 'serial' | 'hostId'>,
): Extract<Reading['outcome'], { kind: 'blocked' }> | null {
  const judgement = judge(row, facts);
  if (judgement.verdict === 'record') return null;
  return { kind: 'blocked', cause: IDENTITY_CHANGED, offeredIdentity: judgement.offered };
}

/** The columns that say who an appliance is, after a reading that may be recorded. */
export function identityAfterReading(row: Observation, facts: ReadFacts): IdentityColumns {
  const judgement = judge(row, facts);
  if (judgement.verdict === 'withhold') throw new TypeError('a withheld reading was recorded');
  return { ...judgement.marks, offeredSerial: null, offeredHostId: null, identityChangedAt: null };
}

/** The columns that say who answered instead, after a blocked reading; empty if that was not about the machine. */
export function identityAfterBlock(row: Observation, reading: Reading): Partial<Observation> {
  const { outcome, at } = reading;
  if (outcome.kind !== 'blocked' || outcome.cause !== IDENTITY_CHANGED) return {};
  const { serial, hostId } = outcome.offeredIdentity ?? { serial: row.offeredSerial, hostId: row.offeredHostId };
  return {
    offeredSerial: serial,
    offeredHostId: hostId,
    identityChangedAt: row.identityChangedAt ?? at,
  };
}

/** The events of a dispute that begins, or ends because the known machine answers again. */
export function identityEvents(before: ReadonlyMap<string, Observation>, after: readonly Observation[]): NewEvent[] {
  return after.flatMap((row): NewEvent[] => {
    const wasDisputed = (before.get(row.applianceId)?.identityChangedAt ?? null) !== null;
    const isDisputed = row.identityChangedAt !== null;
    if (wasDisputed === isDisputed) return [];
    const type = isDisputed ? 'appliance.identity-changed' : 'appliance.identity-restored';
    const known = { serial: row.serial, hostId: row.hostId };
    const offered = { serial: row.offeredSerial, hostId: row.offeredHostId };
    return [{ topic: 'appliances', type, subject: row.applianceId, data: isDisputed ? { known, offered } : { known } }];
  });
}

type IdentityColumns = Pick<Observation, 'serial' | 'hostId' | 'offeredSerial' | 'offeredHostId' | 'identityChangedAt'>;

function judge(
  row: Pick<Observation, 'serial' | 'hostId' | 'identityChangedAt'>,
  facts: Pick<ReadFacts, 'serial' | 'hostId'>,
) {
  const known = { serial: row.serial, hostId: row.hostId, isDisputed: row.identityChangedAt !== null };
  return judgeMachine(known, { serial: facts.serial, hostId: facts.hostId ?? null });
}
