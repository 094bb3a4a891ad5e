import { In } from 'typeorm';
import {
  HEARTBEATS_MISSED_TO_STALE,
  heartbeatDedupeKey,
  heartbeatInterval,
  heartbeatSlot,
  nextHeartbeatAt,
  nextRegistrationState,
  resolveSettings,
  type ObservedCallHome,
  type RegistrationEvent,
} from '../../../callhome/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { DeliveryStore, NewDeliveryRow } from '../deliveries/delivery-store.js';
import type { Delivery } from '../deliveries/delivery.table.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { layersOfAppliances } from '../settings/layers-of-appliances.js';
import { RegistrationTable, type Registration } from './registration.table.js';

const PRIORITY = 5;

interface Due {
  applianceId: string;
  callHome: ObservedCallHome | null;
}

interface RegistrationMove {
  event: RegistrationEvent;
  reason: string | null;
}

/** Registrations with the receiver of reports, and heartbeats there. */
export class RegistrationStore {
  constructor(
    private readonly database: Database,
    private readonly deliveries: DeliveryStore,
    private readonly events: EventStore,
  ) {}

  of(applianceIds: readonly string[]): Promise<Registration[]> {
    return this.database.source
      .getRepository(RegistrationTable)
      .find({ where: { applianceId: In([...applianceIds]) } });
  }

  /**
   * Makes the heartbeats that are due, one for each appliance however many were missed, and says when the next ones are.
   * An older one that nobody has begun gives way. Safe to run in several processes at once.
   * @returns how many were made.
   */
  beat(limit: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await sql<Due>(
        tx,
        `SELECT g.appliance_id AS "applianceId", o.call_home AS "callHome"
         FROM registration g JOIN appliance a ON a.id = g.appliance_id AND a.retired_at IS NULL
           JOIN observation o ON o.appliance_id = g.appliance_id
         WHERE g.heartbeat_due_at <= now() ORDER BY g.heartbeat_due_at LIMIT $1 FOR UPDATE OF g SKIP LOCKED`,
        [limit],
      );
      if (due.length === 0) return 0;
      const ids = due.map((row) => row.applianceId);
      await this.giveWay(tx, ids);
      const layersOf = await layersOfAppliances(tx, ids);
      const nowMs = Date.now();
      const next = due.map(({ applianceId, callHome }) => {
        const setting = resolveSettings(layersOf(applianceId)).heartbeatIntervalDays.value;
        const { days } = heartbeatInterval(setting, callHome?.heartbeatIntervalDays ?? null);
        return { applianceId, days, dueAtMs: nextHeartbeatAt(applianceId, days, { sentAtMs: nowMs, nowMs }) };
      });
      const made = await this.deliveries.addAll(
        tx,
        next.map(({ applianceId, days }) => heartbeatOf(applianceId, days, nowMs)),
      );
      await sql(
        tx,
        `UPDATE registration SET heartbeat_due_at = due, interval_days = days
         FROM unnest($1::text[], $2::timestamptz[], $3::int[]) AS next (id, due, days) WHERE appliance_id = next.id`,
        [ids, next.map(({ dueAtMs }) => new Date(dueAtMs)), next.map(({ days }) => days)],
      );
      return made.size;
    });
  }

  /**
   * Notes that heartbeats stay away, so that the receiver may have forgotten an appliance.
   * @returns the appliances of which this is new.
   */
  async noteMissed(): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      const rows = await sql<{ id: string }>(
        tx,
        `UPDATE registration SET state = 'stale' WHERE state = 'registered'
           AND coalesce(heartbeat_at, registered_at) < now() - interval_days * $1 * interval '1 day'
         RETURNING appliance_id AS id`,
        [HEARTBEATS_MISSED_TO_STALE],
      );
      const ids = rows.map((row) => row.id);
      await this.events.append(
        tx,
        ids.map((subject) => ({ topic: 'appliances', type: 'appliance.heartbeats-missed', subject })),
      );
      return ids;
    });
  }

  /** The receiver has a registration or a heartbeat; other deliveries say nothing. */
  async confirmed(tx: Transaction, { type, applianceId }: Pick<Delivery, 'type' | 'applianceId'>): Promise<void> {
    if (type === 'registration') await this.move(tx, applianceId, { event: 'accepted', reason: null });
    if (type === 'heartbeat') await this.move(tx, applianceId, { event: 'heartbeat', reason: null });
  }

  /** A registration has failed for good; `cause` is the delivery's. */
  async refused(tx: Transaction, { type, applianceId }: Delivery, cause: string): Promise<void> {
    if (type === 'registration') await this.move(tx, applianceId, { event: eventOf(cause), reason: cause });
  }

  private async move(tx: Transaction, applianceId: string, { event, reason }: RegistrationMove): Promise<void> {
    const rows = tx.getRepository(RegistrationTable);
    const row = await rows.findOne({ where: { applianceId }, lock: { mode: 'pessimistic_write' } });
    const state = row && nextRegistrationState(row.state, event);
    if (row === null || state === null) return;
    const now = new Date();
    const isConfirmed = event === 'accepted' || event === 'heartbeat';
    await rows.update(
      { applianceId },
      {
        state,
        reason,
        ...(event === 'accepted' && { registeredAt: now }),
        ...(isConfirmed && { heartbeatAt: now }), // a registration is a sign of life as well
      },
    );
    await this.events.append(tx, [{ topic: 'appliances', type: `appliance.${state}`, subject: applianceId }]);
  }

  private async giveWay(tx: Transaction, applianceIds: readonly string[]): Promise<void> {
    const older = await sql<{ id: string }>(
      tx,
      `SELECT id FROM delivery WHERE type = 'heartbeat' AND state IN ('pending', 'queued') AND appliance_id = ANY ($1)
       ORDER BY id FOR UPDATE SKIP LOCKED`,
      [applianceIds],
    );
    for (const { id } of older) await this.deliveries.supersede(tx, id, 'a newer heartbeat is due');
  }
}

function heartbeatOf(applianceId: string, days: number, nowMs: number): NewDeliveryRow {
  return {
    id: newId('dlv'),
    dedupeKey: heartbeatDedupeKey(applianceId, days, heartbeatSlot(applianceId, days, nowMs).slot),
    type: 'heartbeat',
    applianceId,
    conditionId: null,
    bootEpochId: null,
    priority: PRIORITY,
    createdBy: 'monitoring',
    suppress: null,
    note: null,
  };
}

/** Which of the reasons that a registration knows a delivery's cause is. */
function eventOf(cause: string): RegistrationEvent {
  if (cause === 'http-407' || cause.startsWith('proxy-')) return 'refused:proxy-auth';
  if (cause.startsWith('tls-')) return 'refused:tls';
  return cause === 'timeout' || cause.startsWith('network-') ? 'refused:unreachable' : 'refused:other';
}
