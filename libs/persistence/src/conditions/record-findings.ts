import { In } from 'typeorm';
import {
  WHOLE_APPLIANCE,
  acknowledgementAfter,
  advanceCondition,
  spreadUnknown,
  type Finding,
} from '../../../callhome/src/index.js';
import { BulkRows } from '../bulk-rows.js';
import { sql, type Transaction } from '../database.js';
import type { DeliveryStore } from '../deliveries/delivery-store.js';
import type { EventStore, NewEvent } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { joinIncidents } from '../incidents/join-incidents.js';
import { countRepeats, requestService } from '../service-requests/request-service.js';
import { ConditionTable, type Condition } from './condition.table.js';
import { deliverOccurrences, type Occurrence } from './deliver-occurrences.js';
import { NO_EPOCH, type FindingsOf } from './findings-of.js';

const conditions = new BulkRows(ConditionTable);

/**
 * Moves condition rows on by what was found, and adds the delivery of each first occurrence, in the caller's
 * transaction. That a first occurrence is delivered once is held by the deliveries' unique key, whoever races.
 */
export async function recordFindings(
  tx: Transaction,
  stores: { deliveries: DeliveryStore; events: EventStore },
  found: readonly FindingsOf[],
): Promise<void> {
  if (found.length === 0) return;
  const ids = found.map((of) => of.applianceId);
  const rows = await conditions.find(tx, 'applianceId', ids);
  const known = new Map(rows.map((row) => [keyOf(row.applianceId, row), row]));
  const events: NewEvent[] = [];
  const occurred: Occurrence[] = [];
  const ended: Condition[] = [];
  const moved: Condition[] = [];
  const unchanged: Condition[] = [];
  const here = new Map<string, Condition[]>(ids.map((id) => [id, []]));
  for (const row of rows) here.get(row.applianceId)?.push(row);

  for (const of of found) {
    const knownHere = here.get(of.applianceId) ?? [];
    for (const finding of spreadUnknown(of.findings, knownHere)) {
      const old = known.get(keyOf(of.applianceId, finding)) ?? null;
      const { row, occurrence } = advance(old, of, finding);
      if (old !== null && !occurrence && isSame(old, row)) unchanged.push(row);
      else moved.push(row);
      if (occurrence || old?.state !== row.state) {
        events.push({
          topic: 'conditions',
          type: `condition.${row.state}`,
          subject: row.id,
          data: { applianceId: row.applianceId, code: row.code, isNew: occurrence },
        });
      }
      if (occurrence) occurred.push({ row, of });
      else if (old?.state === 'active' && row.state !== 'active') ended.push(row);
    }
  }

  const superseded = rows.filter((row) => isSuperseded(row, found));
  if (superseded.length > 0) await tx.getRepository(ConditionTable).delete({ id: In(superseded.map((row) => row.id)) });
  const sent = await deliverOccurrences(tx, stores.deliveries, occurred);
  await conditions.upsert(tx, moved, ['applianceId', 'code', 'component']);
  await noteChecked(tx, unchanged, whollyUnchanged(unchanged, here));
  await joinIncidents(tx, stores.events, { occurred: occurred.map(({ row }) => row), ended });
  await requestService(tx, stores.events, sent);
  await countRepeats(
    tx,
    occurred.flatMap(({ row }) => (sent.includes(row) ? [] : [row])),
  );
  await stores.events.append(tx, events);
}

/** Most readings find what the one before found: then only the time is written. */
async function noteChecked(tx: Transaction, unchanged: readonly Condition[], of: ReadonlySet<string>): Promise<void> {
  const whole = new Map(unchanged.filter((row) => of.has(row.applianceId)).map((row) => [row.applianceId, row]));
  const single = unchanged.filter((row) => !of.has(row.applianceId));
  for (const [column, rows] of [
    ['appliance_id', whole],
    ['id', new Map(single.map((row) => [row.id, row]))],
  ] as const) {
    if (rows.size === 0) continue;
    await sql(
      tx,
      `UPDATE condition SET checked_at = seen.at FROM unnest($1::text[], $2::timestamptz[]) AS seen (id, at)
       WHERE condition.${column} = seen.id`,
      [[...rows.keys()], [...rows.values()].map((row) => row.checkedAt)],
    );
  }
}

/** Appliances of which every row was found as it was: one time for all of them. */
function whollyUnchanged(
  unchanged: readonly Condition[],
  here: ReadonlyMap<string, readonly Condition[]>,
): Set<string> {
  const counts = new Map<string, number>();
  for (const { applianceId } of unchanged) counts.set(applianceId, (counts.get(applianceId) ?? 0) + 1);
  return new Set([...counts].flatMap(([id, count]) => (count === here.get(id)?.length ? [id] : [])));
}

function isSame(old: Condition, row: Condition): boolean {
  return (
    old.state === row.state &&
    old.severity === row.severity &&
    old.title === row.title &&
    old.bootEpochId === row.bootEpochId &&
    old.occurrences === row.occurrences &&
    old.streak?.of === row.streak?.of &&
    old.streak?.readings === row.streak?.readings &&
    old.streak?.epochId === row.streak?.epochId &&
    old.firstSeenAt?.getTime() === row.firstSeenAt?.getTime() &&
    old.latestSeenAt?.getTime() === row.latestSeenAt?.getTime() &&
    old.evidence?.command === row.evidence?.command &&
    old.evidence?.line === row.evidence?.line &&
    old.affects.join() === row.affects.join()
  );
}

function advance(old: Condition | null, of: FindingsOf, finding: Finding) {
  const epochId = of.epochId ?? NO_EPOCH;
  const memory = old && {
    state: old.state,
    occurrences: old.occurrences,
    lastEpochId: old.bootEpochId,
    streak: old.streak,
  };
  const { next, occurrence } = advanceCondition(memory, finding, epochId);
  // What is not believed yet changes nothing that people see.
  const active = finding.state === 'active' && next.state === 'active';
  const row: Condition = {
    id: old?.id ?? newId('cnd'),
    applianceId: of.applianceId,
    code: finding.code,
    component: finding.component,
    state: next.state,
    severity: active ? finding.severity : (old?.severity ?? 'none'),
    title: active || finding.state === 'not-applicable' || old === null ? finding.title : old.title,
    bootEpochId: next.lastEpochId,
    occurrences: next.occurrences,
    streak: next.streak,
    raisedAt: occurrence ? of.at : (old?.raisedAt ?? null),
    firstSeenAt: active ? (old?.firstSeenAt ?? of.at) : (old?.firstSeenAt ?? null),
    latestSeenAt: active ? of.at : (old?.latestSeenAt ?? null),
    checkedAt: of.at,
    affects: active ? [...finding.affects] : next.state === 'active' ? (old?.affects ?? []) : [],
    evidence: finding.evidence ?? old?.evidence ?? null,
    deliveryId: old?.deliveryId ?? null,
    acknowledgement: acknowledgementAfter(old?.acknowledgement ?? null, next.state),
  };
  return { row, occurrence };
}

/** "None of its components could be read" is over as soon as one of them is. */
function isSuperseded(row: Condition, found: readonly FindingsOf[]): boolean {
  if (row.component !== WHOLE_APPLIANCE || row.state !== 'unknown') return false;
  const now =
    found.find((of) => of.applianceId === row.applianceId)?.findings.filter((one) => one.code === row.code) ?? [];
  return now.length > 0 && now.every((one) => one.component !== WHOLE_APPLIANCE);
}

const keyOf = (applianceId: string, of: { code: string; component: string }) =>
  `${applianceId} ${of.code} ${of.component}`;
