import { conditionDedupeKey, decideDelivery, type DeliveryDecision } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { DeliveryStore, NewDeliveryRow } from '../deliveries/delivery-store.js';
import type { Delivery } from '../deliveries/delivery.table.js';
import { newId } from '../identifiers.js';
import { placesOf } from '../places/places-of.js';
import { quietNow } from '../quiet-periods/quiet-now.js';
import type { Condition } from './condition.table.js';
import { NO_EPOCH, type FindingsOf } from './findings-of.js';

/** A condition that has just become active, or is found still active after a restart. */
export interface Occurrence {
  row: Condition;
  of: FindingsOf;
}

const CRITICAL_FIRST = 1;
const OTHERS = 3;

type Earlier = Pick<Delivery, 'id' | 'dedupeKey' | 'state'>;

/**
 * Adds the delivery of each first occurrence of a boot epoch and writes its id into the row. That there is one at most
 * is held by the deliveries' unique key, whoever races. A repeat is recorded where people look for uploads, with the
 * reason why there is none; if the first one was held back and nothing was sent, it is sent now.
 * @returns the conditions that are sent.
 */
export async function deliverOccurrences(
  tx: Transaction,
  deliveries: DeliveryStore,
  occurred: readonly Occurrence[],
): Promise<Condition[]> {
  if (occurred.length === 0) return [];
  const decide = await decider(tx, occurred);
  const wanted = occurred.map((each) => ({ ...each, delivery: deliveryOf(each, decide(each, false)) }));
  const made = await deliveries.addAll(
    tx,
    wanted.map(({ delivery }) => delivery),
  );
  const sent: Condition[] = [];
  for (const { row, delivery } of wanted) {
    if (!made.has(delivery.id)) continue;
    row.deliveryId = delivery.id;
    if (delivery.suppress === null) sent.push(row);
  }
  const repeats = wanted.filter(({ delivery }) => !made.has(delivery.id));
  const earlier = await earlierOf(tx, repeats);
  const recorded: NewDeliveryRow[] = [];
  for (const repeat of repeats) {
    const first = earlier.get(repeat.delivery.dedupeKey);
    const decision = decide(repeat, first?.state !== 'suppressed');
    if (first !== undefined && decision.delivers) {
      await deliveries.sendAnyway(tx, first.id, { actor: repeat.delivery.createdBy, reason: 'occurred again' });
      repeat.row.deliveryId = first.id;
      sent.push(repeat.row);
    } else recorded.push(repeatOf(repeat.row, repeat.delivery, decision));
  }
  await deliveries.addAll(tx, recorded);
  return sent;
}

type Decide = (occurrence: Occurrence, isDeliveredSinceBoot: boolean) => DeliveryDecision;

async function decider(tx: Transaction, occurred: readonly Occurrence[]): Promise<Decide> {
  const nowMs = Date.now();
  const places = await placesOf(
    tx,
    occurred.map(({ row }) => row.applianceId),
  );
  const holdsOf = await quietNow(tx, nowMs);
  return ({ row, of }, isDeliveredSinceBoot) => {
    const place = places.get(row.applianceId) ?? { id: row.applianceId, site: null, groups: [], hostId: null };
    const facts = {
      ...holdsOf(place, row),
      isDeliveredSinceBoot,
      isCallHomeOff: of.suppress === 'call-home-off',
      isSentByInstance: of.suppress === 'sent-by-instance',
      isReportedByHost: of.reportedByHost.includes(row.code),
    };
    return decideDelivery(facts, nowMs);
  };
}

function deliveryOf({ row, of }: Occurrence, decision: DeliveryDecision): NewDeliveryRow {
  const { applianceId, code, component } = row;
  return {
    id: newId('dlv'),
    dedupeKey: conditionDedupeKey({ applianceId, code, component, epochId: of.epochId ?? NO_EPOCH }),
    type: 'condition',
    applianceId,
    conditionId: row.id,
    bootEpochId: of.epochId,
    priority: row.severity === 'critical' ? CRITICAL_FIRST : OTHERS,
    createdBy: 'monitoring',
    suppress: decision.delivers ? null : decision.reason,
    note: null,
  };
}

function repeatOf(row: Condition, delivery: NewDeliveryRow, decision: DeliveryDecision): NewDeliveryRow {
  return {
    ...delivery,
    dedupeKey: `${delivery.dedupeKey}:repeat-${row.occurrences}`,
    suppress: decision.delivers ? 'already-uploaded-since-boot' : decision.reason,
  };
}

async function earlierOf(
  tx: Transaction,
  repeats: readonly { delivery: NewDeliveryRow }[],
): Promise<ReadonlyMap<string, Earlier>> {
  if (repeats.length === 0) return new Map();
  const rows = await sql<Earlier>(
    tx,
    `SELECT id, dedupe_key AS "dedupeKey", state FROM delivery WHERE dedupe_key = ANY ($1)`,
    [repeats.map(({ delivery }) => delivery.dedupeKey)],
  );
  return new Map(rows.map((row) => [row.dedupeKey, row]));
}
