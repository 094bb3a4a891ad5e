import {
  conditionDedupeKey,
  mayReopen,
  opensServiceRequest,
  REQUESTS_PER_DAY,
  type ServiceRequestState,
} from '../../../callhome/src/index.js';
import type { Condition } from '../conditions/condition.table.js';
import { NO_EPOCH } from '../conditions/findings-of.js';
import { BulkRows } from '../bulk-rows.js';
import { sql, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { moveRequest, noteSteps } from './move-request.js';
import { ServiceRequestTable, type ServiceRequest } from './service-request.table.js';

const requests = new BulkRows(ServiceRequestTable);
const BY_ITSELF = 'monitoring';
// What was sent is active.
const isAutomatic = (row: Condition) => opensServiceRequest({ ...row, state: 'active' });

/** Conditions of one incident that have just been sent; the one that the request is made for comes first. */
interface Call {
  incidentId: string;
  conditions: readonly [Condition, ...Condition[]];
  opensByItself: boolean;
}

/**
 * Counts conditions that are active again, and not sent once more, to the requests that are still open for them; in the
 * caller's transaction.
 */
export async function countRepeats(tx: Transaction, repeated: readonly Condition[]): Promise<void> {
  if (repeated.length === 0) return;
  await sql(
    tx,
    `UPDATE service_request r SET incident_id = i.id, occurrences = r.occurrences + 1
     FROM incident_condition m JOIN incident i ON i.id = m.incident_id AND i.state = 'open'
     WHERE r.condition_id = ANY ($1) AND m.condition_id = r.condition_id AND r.state NOT IN ('closed', 'declined')`,
    [repeated.map((row) => row.id)],
  );
}

/**
 * Makes one service request for each incident of conditions that are sent, in the caller's transaction, or counts them
 * to the one that there is. Failed hardware opens by itself, at most `REQUESTS_PER_DAY` within 24 hours; everything
 * else waits for a person. What a person declined or closed for this incident stays so.
 */
export async function requestService(tx: Transaction, events: EventStore, sent: readonly Condition[]): Promise<void> {
  if (sent.length === 0) return;
  const calls = await callsOf(tx, sent);
  const known = await knownFor(tx, calls);
  let free = calls.some((call) => call.opensByItself) ? await leftToday(tx) : 0;
  const made: ServiceRequest[] = [];
  for (const call of calls) {
    const opens = call.opensByItself && free > 0;
    const old = known.find((row) => isCounted(row, call));
    const closed = known.find((row) => isReopened(row, call));
    if (old !== undefined) {
      const moves = opens && old.state === 'needs-review';
      await count(tx, events, { row: old, call, moves });
      if (moves) free--;
    } else if (closed !== undefined) {
      const set = { incidentId: call.incidentId, occurrences: closed.occurrences + call.conditions.length };
      const move = { event: 'reopened' as const, actor: BY_ITSELF, reason: 'occurred again', set };
      await moveRequest(tx, events, { row: closed, move });
    } else {
      made.push(requestFor(call, opens));
      if (opens) free--;
    }
  }
  await add(tx, events, made);
}

async function callsOf(tx: Transaction, sent: readonly Condition[]): Promise<Call[]> {
  const rows = await sql<{ conditionId: string; incidentId: string }>(
    tx,
    `SELECT m.condition_id AS "conditionId", i.id AS "incidentId" FROM incident_condition m
       JOIN incident i ON i.id = m.incident_id AND i.state = 'open' WHERE m.condition_id = ANY ($1) ORDER BY i.id`,
    [sent.map((row) => row.id)],
  );
  const incidentOf = new Map(rows.map((row) => [row.conditionId, row.incidentId]));
  const byIncident = new Map<string, [Condition, ...Condition[]]>();
  // Those that open a request by themselves come first.
  for (const row of sent.toSorted((a, b) => Number(isAutomatic(b)) - Number(isAutomatic(a)))) {
    const incidentId = incidentOf.get(row.id);
    if (incidentId === undefined) continue;
    const others = byIncident.get(incidentId);
    if (others === undefined) byIncident.set(incidentId, [row]);
    else others.push(row);
  }
  return [...byIncident].map(([incidentId, conditions]) => ({
    ...{ incidentId, conditions },
    opensByItself: isAutomatic(conditions[0]),
  }));
}

function knownFor(tx: Transaction, calls: readonly Call[]): Promise<ServiceRequest[]> {
  return tx
    .getRepository(ServiceRequestTable)
    .createQueryBuilder('r')
    .where('r.incident_id = ANY (:incidents) OR r.condition_id = ANY (:conditions)', {
      incidents: calls.map((call) => call.incidentId),
      conditions: calls.flatMap((call) => call.conditions.map((row) => row.id)),
    })
    .orderBy('r.id', 'DESC')
    .setLock('pessimistic_write')
    .getMany();
}

const isLive = ({ state }: ServiceRequest) => state !== 'closed' && state !== 'declined';
const isFor = (row: ServiceRequest, { conditions }: Call) => conditions.some(({ id }) => id === row.conditionId);
// A call for the same condition may still be open from an earlier incident.
const isCounted = (row: ServiceRequest, call: Call) =>
  row.incidentId === call.incidentId ? row.state !== 'closed' : isLive(row) && isFor(row, call);
const isReopened = (row: ServiceRequest, call: Call) =>
  row.state === 'closed' && isFor(row, call) && mayReopen(row.updatedAt.getTime(), Date.now());

async function count(
  tx: Transaction,
  events: EventStore,
  { row, call, moves }: { row: ServiceRequest; call: Call; moves: boolean },
): Promise<void> {
  const set = { incidentId: call.incidentId, occurrences: row.occurrences + call.conditions.length };
  if (!moves) {
    await tx.getRepository(ServiceRequestTable).update({ id: row.id }, set);
    return;
  }
  const [{ title }] = call.conditions;
  const move = { event: 'opened-by-itself' as const, actor: BY_ITSELF, reason: title, set };
  await moveRequest(tx, events, { row, move });
}

async function leftToday(tx: Transaction): Promise<number> {
  // Two processes at once would both see the last free one.
  await sql(tx, `SELECT pg_advisory_xact_lock(hashtext('service-requests-a-day'))`);
  const [row] = await sql<{ count: number }>(
    tx,
    `SELECT count(*)::int AS count FROM service_request_transition
     WHERE event = 'opened-by-itself' AND at > now() - interval '24 hours'`,
  );
  return Math.max(0, REQUESTS_PER_DAY - (row?.count ?? 0));
}

function requestFor({ incidentId, conditions, opensByItself }: Call, opens: boolean): ServiceRequest {
  const [row] = conditions;
  const { applianceId, code, component } = row;
  const now = new Date();
  return {
    id: newId('srq'),
    dedupeKey: conditionDedupeKey({ applianceId, code, component, epochId: row.bootEpochId ?? NO_EPOCH }),
    state: opens ? 'requested' : 'needs-review',
    ...{ summary: row.title, severity: row.severity, applianceId, conditionId: row.id, incidentId },
    ...{ deliveryId: row.deliveryId, number: null },
    reason: opensByItself && !opens ? `${REQUESTS_PER_DAY} requests have opened by themselves today` : null,
    ...{ occurrences: conditions.length, createdAt: now, updatedAt: now },
  };
}

async function add(tx: Transaction, events: EventStore, made: readonly ServiceRequest[]): Promise<void> {
  const present = await requests.find(
    tx,
    'dedupeKey',
    made.map((row) => row.dedupeKey),
  );
  const fresh = made.filter((row) => !present.some(({ dedupeKey }) => dedupeKey === row.dedupeKey));
  if (fresh.length === 0) return;
  await requests.upsert(tx, fresh, ['dedupeKey']);
  const step = { actor: BY_ITSELF, reason: null };
  const born: ServiceRequestState = 'needs-review';
  await noteSteps(
    tx,
    fresh.map((row) => ({ ...step, requestId: row.id, fromState: null, toState: born, event: 'created' })),
  );
  await noteSteps(
    tx,
    fresh
      .filter((row) => row.state !== born)
      .map((row) => ({
        ...step,
        requestId: row.id,
        fromState: born,
        toState: row.state,
        event: 'opened-by-itself',
      })),
  );
  await events.append(
    tx,
    fresh.map((row) => ({ topic: 'conditions', type: `service-request.${row.state}`, subject: row.id })),
  );
}
