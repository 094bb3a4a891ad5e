import {
  heartbeatInterval,
  nextHeartbeatAt,
  nextRegistrationState,
  registrationDue,
  resolveSettings,
  type Layer,
  type RegisteredAs,
} from '../../../callhome/src/index.js';
import type { Observation } from '../appliances/appliance.table.js';
import { BulkRows } from '../bulk-rows.js';
import { sql, type Transaction } from '../database.js';
import type { DeliveryStore, NewDeliveryRow } from '../deliveries/delivery-store.js';
import { newId } from '../identifiers.js';
import type { Reading } from '../readings/reading.js';
import { layersOfAppliances } from '../settings/layers-of-appliances.js';
import { RegistrationTable, type Registration } from './registration.table.js';

const registrations = new BulkRows(RegistrationTable);
const PRIORITY = 2;

/** An appliance that has just been read: what is known of it now, and why we would not send for it. */
interface Read {
  row: Observation;
  suppress: Reading['suppress'];
}

/**
 * Registers appliances that were read for the first time, that we send for again, or whose serial number, version or
 * deployment mode changed; and ends the heartbeats of those that we do not send for any more. Most readings are none of
 * these, and cost one query for the whole batch.
 */
export async function recordRegistrations(
  tx: Transaction,
  deliveries: DeliveryStore,
  {
    readings,
    after,
    changed,
  }: { readings: readonly Reading[]; after: readonly Observation[]; changed: readonly Observation[] },
): Promise<void> {
  const suppressed = new Map(
    readings.flatMap(({ applianceId, outcome, suppress }) =>
      outcome.kind === 'read' ? [[applianceId, suppress]] : [],
    ),
  );
  const read = after.flatMap((row): Read[] => {
    const suppress = suppressed.get(row.applianceId);
    return suppress === undefined ? [] : [{ row, suppress }];
  });
  const switched = await whereSendingChanged(tx, read);
  const inDoubt = new Set([...switched, ...changed.map((row) => row.applianceId)]);
  const looked = read.filter(({ row }) => inDoubt.has(row.applianceId));
  if (looked.length === 0) return;
  const ids = looked.map(({ row }) => row.applianceId);
  const known = new Map((await registrations.find(tx, 'applianceId', ids)).map((row) => [row.applianceId, row]));
  const layersOf = await layersOfAppliances(tx, ids);
  const moved: Registration[] = [];
  const reports: NewDeliveryRow[] = [];
  for (const each of looked) {
    const before = known.get(each.row.applianceId) ?? null;
    const next = movedBy(before, each, layersOf);
    if (next === null) continue;
    moved.push(next);
    if (next.attempts !== before?.attempts && next.heartbeatDueAt !== null) reports.push(reportOf(next));
  }
  await registrations.upsert(tx, moved, ['applianceId']);
  await deliveries.addAll(tx, reports);
}

/** Those that we send for now and have no heartbeat due, and the other way round. */
async function whereSendingChanged(tx: Transaction, read: readonly Read[]): Promise<string[]> {
  if (read.length === 0) return [];
  const rows = await sql<{ id: string }>(
    tx,
    `SELECT r.id FROM unnest($1::text[], $2::boolean[]) AS r (id, sends) LEFT JOIN registration g ON g.appliance_id = r.id
     WHERE r.sends <> (g.heartbeat_due_at IS NOT NULL)`,
    [read.map(({ row }) => row.applianceId), read.map(({ suppress }) => suppress === null)],
  );
  return rows.map((row) => row.id);
}

/** Null: nothing changes. */
function movedBy(
  before: Registration | null,
  { row, suppress }: Read,
  layersOf: (id: string) => readonly Layer[],
): Registration | null {
  if (suppress !== null) return before === null ? null : withoutHeartbeats(before, suppress);
  const now: RegisteredAs = { serial: row.serial, version: row.release, build: row.build, mode: row.mode };
  if (now.serial === null && now.version === null) return null;
  const isSending = before !== null && before.heartbeatDueAt !== null;
  if (isSending && !registrationDue(before.registeredAs, now)) return null;
  const { heartbeatIntervalDays } = resolveSettings(layersOf(row.applianceId));
  const { days } = heartbeatInterval(heartbeatIntervalDays.value, row.callHome?.heartbeatIntervalDays ?? null);
  const nowMs = Date.now();
  const state = before?.state ?? 'unknown';
  return {
    applianceId: row.applianceId,
    state: nextRegistrationState(state, isSending ? 'config-changed' : 'enabled') ?? state,
    reason: null,
    registeredAs: merged(before?.registeredAs ?? null, now),
    attempts: (before?.attempts ?? 0) + 1,
    requestedAt: new Date(nowMs),
    registeredAt: before?.registeredAt ?? null,
    intervalDays: days,
    heartbeatDueAt: new Date(nextHeartbeatAt(row.applianceId, days, { sentAtMs: nowMs, nowMs })),
    heartbeatAt: before?.heartbeatAt ?? null,
  };
}

function withoutHeartbeats(before: Registration, suppress: NonNullable<Reading['suppress']>): Registration {
  const state =
    suppress === 'call-home-off' ? (nextRegistrationState(before.state, 'disabled') ?? before.state) : before.state;
  return { ...before, state, reason: suppress, heartbeatDueAt: null };
}

/** What cannot be read now stays what it was. */
function merged(before: RegisteredAs | null, now: RegisteredAs): RegisteredAs {
  return {
    serial: now.serial ?? before?.serial ?? null,
    version: now.version ?? before?.version ?? null,
    build: now.build ?? before?.build ?? null,
    mode: now.mode === 'unknown' ? (before?.mode ?? now.mode) : now.mode,
  };
}

function reportOf({ applianceId, attempts }: Registration): NewDeliveryRow {
  return {
    id: newId('dlv'),
    dedupeKey: `registration|${applianceId}|${attempts}`,
    type: 'registration',
    applianceId,
    conditionId: null,
    bootEpochId: null,
    priority: PRIORITY,
    createdBy: 'monitoring',
    suppress: null,
    note: null,
  };
}
