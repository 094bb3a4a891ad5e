import { BOOT_TOLERANCE_MS, placeBoot, type BootReading, type ObservedCallHome } from '../../../callhome/src/index.js';
import { ObservationTable, type BootEpoch, type Observation } from '../appliances/appliance.table.js';
import { clearConflicts } from '../applied/applied-store.js';
import type { FindingsOf } from '../conditions/findings-of.js';
import { recordFindings } from '../conditions/record-findings.js';
import { BulkRows } from '../bulk-rows.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { DeliveryStore } from '../deliveries/delivery-store.js';
import type { EventStore } from '../events/event-store.js';
import { recordOfferedKeys } from '../host-trust/record-offered-keys.js';
import { identityEvents, withholdReadings } from '../host-trust/withhold-readings.js';
import { newId } from '../identifiers.js';
import { recordChanges } from '../inventory-history/record-changes.js';
import { recordComponents } from '../inventory-history/record-components.js';
import { recordRawAnswers, type AnswersOf } from '../inventory-history/record-raw-answers.js';
import { storable } from '../inventory-history/storable.js';
import { recordRegistrations } from '../registrations/record-registrations.js';
import { observe, observePushed } from './observe.js';
import type { ReadFacts, Reading } from './reading.js';
import { adoptChoices, judgeUpgrades } from './upgrade-rule.js';
import { changedObservations, differences, missingEvents, readingEvents } from './what-changed.js';

const observations = new BulkRows(ObservationTable);

/**
 * The only writer of what appliances say of themselves. A batch of readings is one transaction: observations, boot
 * epochs, components, conditions, the deliveries and outbox rows that a first occurrence makes necessary, and the choice
 * that a switched-off appliance shows.
 */
export class ReadingStore {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryStore,
    private readonly events: EventStore,
  ) {}

  /**
   * Records a batch. The same batch again changes times, counts an occurrence at most once, and uploads nothing; tries
   * that got no answer and logins that were refused are counted again.
   */
  async record(given: readonly Reading[]): Promise<void> {
    if (given.length === 0) return;
    // Raw answers are kept as bytes, so they take nothing from what Postgres refuses.
    const told = storable(given);
    const ids = told.map((reading) => reading.applianceId);
    await this.database.transaction(async (tx) => {
      // Sorted, so that two batches that share appliances wait for each other instead of deadlocking.
      await sql(tx, 'SELECT id FROM appliance WHERE id = ANY ($1) ORDER BY id FOR UPDATE', [ids]);
      const known = await observations.find(tx, 'applianceId', ids);
      const before = new Map(known.map((row) => [row.applianceId, row]));
      const readings = withholdReadings(told, before);
      const epochs = await this.placeEpochs(tx, readings, before);
      const upgrades = await judgeUpgrades(tx, readings, before);
      const after = readings.flatMap((reading) => {
        const row = before.get(reading.applianceId);
        if (row === undefined) return [];
        const chosenOff = upgrades.chosenOff.get(row.applianceId) ?? row.chosenOff;
        return [{ ...observe(row, reading, epochs.get(row.applianceId) ?? row.bootEpochId), chosenOff }];
      });
      const changed = changedObservations(before, after);
      await observations.upsert(tx, changed, ['applianceId']);
      await this.noteSeen(tx, after, new Set(changed));
      const ofKeys = await recordOfferedKeys(tx, readings);
      const ofChoices = await adoptChoices(tx, upgrades.adopting);
      await clearConflicts(tx, readCallHomes(readings));
      const withMissing = await this.recordParts(tx, readings);
      await recordRawAnswers(tx, answersOf(given, readings));
      await recordChanges(tx, differences(before, after));
      await this.recordConditions(tx, readings, epochs);
      await recordRegistrations(tx, this.deliveries, { readings, after, changed });
      await this.reschedule(tx, readings);
      await this.events.append(tx, [
        ...readingEvents(changed),
        ...missingEvents(withMissing),
        ...ofKeys,
        ...ofChoices,
        ...identityEvents(before, after),
      ]);
    });
  }

  /** Records what a rollout has just read back, and what follows from its change for the registration. */
  async recordCallHome(applianceId: string, callHome: ObservedCallHome, at: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      await sql(tx, 'SELECT id FROM appliance WHERE id = $1 FOR UPDATE', [applianceId]);
      const [row] = await observations.find(tx, 'applianceId', [applianceId]);
      if (row === undefined) return;
      await tx.getRepository(ObservationTable).update({ applianceId }, observePushed(row, callHome, at));
      await this.events.append(tx, [{ topic: 'appliances', type: 'appliance.read', subject: applianceId }]);
    });
  }

  /** Most readings learn nothing new: then only the times are written, and what moves with every reading. */
  private async noteSeen(tx: Transaction, after: readonly Observation[], changed: ReadonlySet<Observation>) {
    const rows = after.filter((row) => !changed.has(row));
    if (rows.length === 0) return;
    const seen = rows.map(({ applianceId, reachabilityAt, callHomeAt, seenAt, facts, lastUptime }) => ({
      id: applianceId,
      reached: reachabilityAt,
      read: callHomeAt,
      seen: seenAt,
      facts,
      uptime: lastUptime,
    }));
    await sql(
      tx,
      `UPDATE observation SET reachability_at = seen.reached, call_home_at = seen.read, seen_at = seen.seen, facts = seen.facts, last_uptime = seen.uptime
       FROM jsonb_to_recordset($1::jsonb)
         AS seen (id text, reached timestamptz, read timestamptz, seen timestamptz, facts jsonb, uptime jsonb)
       WHERE observation.appliance_id = seen.id`,
      [JSON.stringify(seen)],
    );
  }

  private async placeEpochs(
    tx: Transaction,
    readings: readonly Reading[],
    before: ReadonlyMap<string, Observation>,
  ): Promise<Map<string, string>> {
    const knownIds = [...before.values()].flatMap((row) => row.bootEpochId ?? []);
    const rows = await sql<BootEpoch>(
      tx,
      `SELECT id, appliance_id AS "applianceId", earliest_at AS "earliestAt", latest_at AS "latestAt"
       FROM boot_epoch WHERE id = ANY ($1)`,
      [knownIds],
    );
    const last = new Map(rows.map((row) => [row.applianceId, row]));
    const placed: PlacedEpoch[] = [];
    for (const { applianceId, outcome } of readings) {
      if (outcome.kind !== 'read' || outcome.facts.boot === null) continue;
      const known = last.get(applianceId);
      const nodes = nodesOf(before.get(applianceId), outcome.facts);
      const reading = { ...outcome.facts.boot, node: nodes.now };
      const placement = placeBoot(knownRun(known, before.get(applianceId), nodes.known), reading, BOOT_TOLERANCE_MS);
      if (placement.kind === 'other-node') continue;
      const boot = placement.kind === 'same' ? placement.narrowed : reading;
      placed.push({
        id: placement.kind === 'same' && known ? known.id : newId('bep'),
        applianceId,
        earliestAt: new Date(boot.earliestMs),
        latestAt: new Date(boot.latestMs),
      });
    }
    const moved = placed.filter((row) => !isSameEpoch(last.get(row.applianceId), row));
    if (moved.length > 0)
      await sql(
        tx,
        `INSERT INTO boot_epoch (id, appliance_id, earliest_at, latest_at)
       SELECT * FROM unnest($1::text[], $2::text[], $3::timestamptz[], $4::timestamptz[])
       ON CONFLICT (id) DO UPDATE SET earliest_at = excluded.earliest_at, latest_at = excluded.latest_at`,
        [
          moved.map((row) => row.id),
          moved.map((row) => row.applianceId),
          moved.map((row) => row.earliestAt),
          moved.map((row) => row.latestAt),
        ],
      );
    const epochs = new Map([...before].flatMap(([id, row]) => (row.bootEpochId ? [[id, row.bootEpochId]] : [])));
    for (const row of placed) epochs.set(row.applianceId, row.id);
    return epochs;
  }

  private async recordParts(tx: Transaction, readings: readonly Reading[]): Promise<string[]> {
    const read = readings.flatMap(({ applianceId, at, outcome }) => {
      if (outcome.kind !== 'read') return [];
      const { components, listedKinds = [] } = outcome.facts;
      return [{ applianceId, at, components, listedKinds }];
    });
    return recordComponents(tx, read);
  }

  private async recordConditions(
    tx: Transaction,
    readings: readonly Reading[],
    epochs: ReadonlyMap<string, string>,
  ): Promise<void> {
    const found = readings.flatMap(({ applianceId, at, outcome, suppress, reportedByHost }): FindingsOf[] =>
      outcome.kind === 'read' && outcome.facts.findings.length > 0
        ? [
            {
              applianceId,
              at,
              suppress,
              reportedByHost,
              epochId: epochs.get(applianceId) ?? null,
              findings: outcome.facts.findings,
            },
          ]
        : [],
    );
    await recordFindings(tx, { deliveries: this.deliveries, events: this.events }, found);
  }

  private async reschedule(tx: Transaction, readings: readonly Reading[]): Promise<void> {
    const rows = readings.filter((reading) => reading.retryInSeconds !== null);
    if (rows.length === 0) return;
    await sql(
      tx,
      `UPDATE appliance SET sweep_due_at = now() + seconds * interval '1 second'
       FROM unnest($1::text[], $2::int[]) AS next (id, seconds) WHERE appliance.id = next.id`,
      [rows.map((row) => row.applianceId), rows.map((row) => row.retryInSeconds)],
    );
  }
}

/** Answers as they came, of the readings that are recorded: what another machine said is none of this appliance. */
function answersOf(given: readonly Reading[], recorded: readonly Reading[]): AnswersOf[] {
  return given.flatMap(({ applianceId, at, outcome }, index) => {
    if (outcome.kind !== 'read' || recorded[index]?.outcome.kind !== 'read') return [];
    return outcome.facts.answers === undefined ? [] : [{ applianceId, at, answers: outcome.facts.answers }];
  });
}

/** The appliances whose settings were read. */
function readCallHomes(readings: readonly Reading[]): string[] {
  return readings.flatMap(({ applianceId, outcome }) =>
    outcome.kind === 'read' && outcome.facts.callHome !== null ? [applianceId] : [],
  );
}

function knownRun(epoch: BootEpoch | undefined, row: Observation | undefined, node: string | null): BootReading | null {
  if (epoch === undefined) return null;
  const lastUptime = row?.lastUptime ?? null;
  return {
    earliestMs: epoch.earliestAt.getTime(),
    latestMs: epoch.latestAt.getTime(),
    node,
    ...(lastUptime !== null && { readAtMs: lastUptime.readAtMs, uptimeMs: lastUptime.ms }),
  };
}

/** Marks of one kind, so that they can be compared: the serial numbers where both are known, else the host ids. */
function nodesOf(row: Observation | undefined, { serial, hostId = null }: ReadFacts) {
  const known = row?.serial ?? null;
  return known !== null && serial !== null ? { known, now: serial } : { known: row?.hostId ?? null, now: hostId };
}

type PlacedEpoch = Pick<BootEpoch, 'id' | 'applianceId' | 'earliestAt' | 'latestAt'>;

function isSameEpoch(known: BootEpoch | undefined, { id, earliestAt, latestAt }: PlacedEpoch): boolean {
  return (
    known?.id === id &&
    known.earliestAt.getTime() === earliestAt.getTime() &&
    known.latestAt.getTime() === latestAt.getTime()
  );
}
