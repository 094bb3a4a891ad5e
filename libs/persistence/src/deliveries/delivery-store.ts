import { In } from 'typeorm';
import { nextDeliveryState, type DeliveryEvent, type DeliveryState } from '../../../callhome/src/index.js';
import { QUEUES } from '../../../queues/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import type { OutboxStore } from '../outbox/outbox-store.js';
import { PersistenceError } from '../persistence-error.js';
import { DeliveryTable, DeliveryTransitionTable, type Delivery, type DeliveryTransition } from './delivery.table.js';

/**
 * A delivery to be made. `suppress` is the reason it is only recorded; null collects and sends it. `note` is why
 * somebody asked for it.
 */
export type NewDeliveryRow = Pick<
  Delivery,
  'id' | 'dedupeKey' | 'type' | 'applianceId' | 'conditionId' | 'bootEpochId' | 'priority' | 'createdBy'
> & { suppress: string | null; note: string | null };

export interface DeliveryFilter {
  states?: readonly DeliveryState[] | undefined;
  applianceId?: string | undefined;
  type?: Delivery['type'] | undefined;
  /** Only those of these appliances, and counted as if there were no others; absent: all. */
  among?: readonly string[] | undefined;
}

/** One move of a delivery: the event, who or what caused it, and what else changes with it. */
export interface DeliveryMove {
  event: DeliveryEvent;
  actor: string;
  reason?: string | null;
  set?: Partial<Delivery>;
}

const FILTER = `($1::text[] IS NULL OR state = ANY ($1)) AND ($2::text IS NULL OR appliance_id = $2)
  AND ($3::text IS NULL OR type = $3) AND ($4::text[] IS NULL OR appliance_id = ANY ($4))`;

/** Deliveries and their append-only history. Every change of state goes through the transition table. */
export class DeliveryStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly events: EventStore,
  ) {}

  /**
   * Adds deliveries with their first transition and the outbox row of their collection, in the caller's transaction.
   * One whose dedupe key exists is left out. @returns the ids that were added.
   */
  async addAll(tx: Transaction, wanted: readonly NewDeliveryRow[]): Promise<ReadonlySet<string>> {
    if (wanted.length === 0) return new Set();
    const inserted = await sql<{ id: string }>(
      tx,
      `INSERT INTO delivery (id, dedupe_key, type, state, reason, appliance_id, condition_id, boot_epoch_id, priority, created_by)
       SELECT id, "dedupeKey", type, CASE WHEN suppress IS NULL THEN 'pending' ELSE 'suppressed' END, suppress,
              "applianceId", "conditionId", "bootEpochId", priority, "createdBy"
       FROM jsonb_to_recordset($1) AS d (id text, "dedupeKey" text, type text, suppress text, "applianceId" text,
         "conditionId" text, "bootEpochId" text, priority int, "createdBy" text)
       ON CONFLICT (dedupe_key) DO NOTHING RETURNING id`,
      [JSON.stringify(wanted)],
    );
    const added = new Set(inserted.map((row) => row.id));
    const rows = wanted.filter((row) => added.has(row.id));
    await tx.getRepository(DeliveryTransitionTable).insert(
      rows.map((row) => ({
        deliveryId: row.id,
        seq: 1,
        fromState: null,
        toState: row.suppress === null ? ('pending' as const) : ('suppressed' as const),
        event: 'created',
        actor: row.createdBy,
        reason: row.suppress ?? row.note,
      })),
    );
    await this.outbox.addAll(
      tx,
      QUEUES.collect.name,
      rows
        .filter((row) => row.suppress === null)
        .map((row) => ({ refId: row.id, priority: row.priority, dueAt: null })),
    );
    await this.events.append(
      tx,
      rows.map((row) => ({
        topic: 'deliveries',
        type: 'delivery.created',
        subject: row.id,
        data: { applianceId: row.applianceId },
      })),
    );
    return added;
  }

  /**
   * Moves a delivery through one or more events and writes a transition for each, in the caller's transaction.
   * @throws {CallHomeError} DELIVERY_TRANSITION_ILLEGAL - nothing is written then.
   * @throws {PersistenceError} NOT_FOUND
   */
  async move(tx: Transaction, id: string, decide: (delivery: Delivery) => readonly DeliveryMove[]): Promise<Delivery> {
    const delivery = await tx
      .getRepository(DeliveryTable)
      .findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
    if (!delivery) throw new PersistenceError('NOT_FOUND', { id });
    const moves = decide(delivery);
    if (moves.length === 0) return delivery;
    let seq = await this.lastSeq(tx, id);
    let moved = delivery;
    const transitions: Omit<DeliveryTransition, 'at'>[] = [];
    for (const { event, actor, reason = null, set } of moves) {
      const state = nextDeliveryState(moved.state, event);
      transitions.push({ deliveryId: id, seq: ++seq, fromState: moved.state, toState: state, event, actor, reason });
      moved = { ...moved, ...set, state, reason };
    }
    moved = { ...moved, updatedAt: new Date(), version: delivery.version + 1 };
    await tx.getRepository(DeliveryTransitionTable).insert(transitions);
    await tx.getRepository(DeliveryTable).update({ id }, moved);
    await this.events.append(tx, [
      {
        topic: 'deliveries',
        type: 'delivery.transition',
        subject: id,
        data: { from: delivery.state, to: moved.state, seq, version: moved.version, applianceId: moved.applianceId },
      },
    ]);
    return moved;
  }

  /** Sends what was only recorded, and has its bundle collected. @throws {CallHomeError} DELIVERY_TRANSITION_ILLEGAL */
  async sendAnyway(
    tx: Transaction,
    id: string,
    { actor, reason }: { actor: string; reason: string },
  ): Promise<Delivery> {
    const delivery = await this.move(tx, id, () => [{ event: 'sentAnyway', actor, reason }]);
    await this.outbox.add(tx, { queue: QUEUES.collect.name, refId: id, priority: delivery.priority });
    return delivery;
  }

  /** Takes back what nobody has begun, because something newer says the same. @throws {CallHomeError} DELIVERY_TRANSITION_ILLEGAL */
  async supersede(tx: Transaction, id: string, reason: string): Promise<void> {
    await this.move(tx, id, () => [{ event: 'superseded', actor: 'monitoring', reason }]);
    for (const queue of [QUEUES.collect.name, QUEUES.transmit.name]) await this.outbox.drop(tx, queue, id);
  }

  get(id: string): Promise<Delivery | null> {
    return this.database.source.getRepository(DeliveryTable).findOneBy({ id });
  }

  byIds(ids: readonly string[]): Promise<Delivery[]> {
    return this.database.source.getRepository(DeliveryTable).findBy({ id: In([...ids]) });
  }

  /** Newest first; `before` is the last id seen. */
  async list(filter: DeliveryFilter, limit: number, before: string | null): Promise<Delivery[]> {
    const ids = await sql<{ id: string }>(
      this.database.source.manager,
      `SELECT id FROM delivery WHERE ${FILTER} AND ($6::text IS NULL OR id < $6) ORDER BY id DESC LIMIT $5`,
      [...parameters(filter), limit, before],
    );
    return this.database.source
      .getRepository(DeliveryTable)
      .find({ where: { id: In(ids.map((row) => row.id)) }, order: { id: 'DESC' } });
  }

  async count(filter: DeliveryFilter): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM delivery WHERE ${FILTER}`,
      parameters(filter),
    );
    return row?.count ?? 0;
  }

  transitions(deliveryId: string): Promise<DeliveryTransition[]> {
    return this.database.source
      .getRepository(DeliveryTransitionTable)
      .find({ where: { deliveryId }, order: { seq: 'ASC' } });
  }

  private async lastSeq(tx: Transaction, deliveryId: string): Promise<number> {
    const [row] = await sql<{ seq: number }>(
      tx,
      'SELECT coalesce(max(seq), 0)::int AS seq FROM delivery_transition WHERE delivery_id = $1',
      [deliveryId],
    );
    return row?.seq ?? 0;
  }
}

const parameters = (filter: DeliveryFilter) => [
  filter.states ?? null,
  filter.applianceId ?? null,
  filter.type ?? null,
  filter.among ?? null,
];
