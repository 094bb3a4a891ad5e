import { randomUUID } from 'node:crypto';
import { sql, type Database, type Transaction } from '../database.js';
import { PersistenceError } from '../persistence-error.js';

/** Work to put on a queue: `id` of its row, and `dispatches`, the times it was handed over before. */
export interface DueWork {
  id: string;
  queue: string;
  refId: string;
  priority: number;
  dispatches: number;
}

/** The right to do a piece of work until the lease ends. */
export interface Lease {
  queue: string;
  refId: string;
  token: string;
}

/**
 * The work that is still to be done. A row is written in the transaction that makes the work necessary and deleted in
 * the one that finishes it, so the queue in Redis can be lost and made again from here.
 */
export class OutboxStore {
  constructor(private readonly database: Database) {}

  /** Adds work, or makes existing work of this name due (again) at `dueAt`; a lease on it ends. */
  async add(tx: Transaction, work: { queue: string; refId: string; priority?: number; dueAt?: Date }): Promise<void> {
    await this.addAll(tx, work.queue, [{ refId: work.refId, priority: work.priority ?? 0, dueAt: work.dueAt ?? null }]);
  }

  /** The same for many rows in one statement; `dueAt` null is now. */
  async addAll(
    tx: Transaction,
    queue: string,
    work: readonly { refId: string; priority: number; dueAt: Date | null }[],
  ): Promise<void> {
    if (work.length === 0) return;
    await sql(
      tx,
      `INSERT INTO outbox (queue, ref_id, priority, due_at)
       SELECT $1, ref_id, priority, coalesce(due_at, now())
       FROM unnest($2::text[], $3::int[], $4::timestamptz[]) AS work (ref_id, priority, due_at)
       ON CONFLICT (queue, ref_id) DO UPDATE
       SET due_at = excluded.due_at, priority = excluded.priority, dispatched_at = NULL,
           lease_token = NULL, lease_until = NULL, leased_by = NULL`,
      [queue, work.map((row) => row.refId), work.map((row) => row.priority), work.map((row) => row.dueAt)],
    );
  }

  /**
   * Makes work due now, and adds it if there is none. Unlike `add` it leaves a lease alone: whoever holds one is to look
   * again before he ends the work, and nobody else begins beside him.
   */
  async wake(tx: Transaction, work: { queue: string; refId: string; priority: number }): Promise<void> {
    await sql(
      tx,
      `INSERT INTO outbox AS o (queue, ref_id, priority) VALUES ($1, $2, $3)
       ON CONFLICT (queue, ref_id) DO UPDATE
       SET due_at = least(o.due_at, now()), priority = excluded.priority,
           dispatched_at = CASE WHEN o.lease_until > now() THEN o.dispatched_at END`,
      [work.queue, work.refId, work.priority],
    );
  }

  /**
   * Adds work unless there is some of this name, which then stays as it is. Whoever ends that work waits until this
   * transaction does, and so sees what it is about.
   */
  async ensure(tx: Transaction, work: { queue: string; refId: string; priority: number; dueAt: Date }): Promise<void> {
    await sql(
      tx,
      `INSERT INTO outbox AS o (queue, ref_id, priority, due_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (queue, ref_id) DO UPDATE SET due_at = o.due_at`,
      [work.queue, work.refId, work.priority, work.dueAt],
    );
  }

  /** Gives work back, to be handed over again at `dueAt`; the lease must be held in this transaction. */
  async defer(tx: Transaction, lease: Lease, dueAt: Date): Promise<void> {
    await sql(
      tx,
      `UPDATE outbox SET due_at = $4, dispatched_at = NULL, lease_token = NULL, lease_until = NULL, leased_by = NULL
       WHERE queue = $1 AND ref_id = $2 AND lease_token = $3`,
      [lease.queue, lease.refId, lease.token, dueAt],
    );
  }

  /** Removes work that became needless. */
  async drop(tx: Transaction, queue: string, refId: string): Promise<void> {
    await sql(tx, 'DELETE FROM outbox WHERE queue = $1 AND ref_id = $2', [queue, refId]);
  }

  /**
   * Hands due work to `deliver` and marks it handed over, in one transaction: if `deliver` throws, nothing is marked.
   * `deliver` answers which rows it really added; the others are still in the queue from before and keep their number.
   * Safe to run in any number of processes at once (SKIP LOCKED). Work handed over before comes again when its lease
   * ran out, or when nobody has taken it within `redispatchMs`.
   * @returns how many rows were added.
   */
  dispatch(redispatchMs: number, limit: number, deliver: (work: DueWork[]) => Promise<DueWork[]>): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await sql<DueWork>(
        tx,
        `SELECT id, queue, ref_id AS "refId", priority, dispatches FROM outbox
         WHERE due_at <= now() AND (lease_until IS NULL OR lease_until < now())
           AND (dispatched_at IS NULL OR dispatched_at < lease_until
                OR dispatched_at < now() - $1 * interval '1 millisecond')
         ORDER BY due_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
        [redispatchMs, limit],
      );
      if (due.length === 0) return 0;
      const added = await deliver(due);
      await sql(
        tx,
        `UPDATE outbox SET dispatched_at = now(), dispatches = dispatches + (id = ANY ($2))::int WHERE id = ANY ($1)`,
        [due.map((work) => work.id), added.map((work) => work.id)],
      );
      return added.length;
    });
  }

  /** Makes everything that nobody works on due for handing over again: for a Redis that lost its data. */
  async forgetDispatches(): Promise<number> {
    const rows = await sql(
      this.database.source.manager,
      `UPDATE outbox SET dispatched_at = NULL
       WHERE dispatched_at IS NOT NULL AND (lease_until IS NULL OR lease_until < now()) RETURNING id`,
    );
    return rows.length;
  }

  /** Takes the work for `leaseMs`, or gives null if it is done, not due, or somebody else has it. */
  async claim(queue: string, refId: string, holder: { worker: string; leaseMs: number }): Promise<Lease | null> {
    const token = randomUUID();
    const rows = await sql(
      this.database.source.manager,
      `UPDATE outbox SET lease_token = $3, leased_by = $4, lease_until = now() + $5 * interval '1 millisecond'
       WHERE queue = $1 AND ref_id = $2 AND due_at <= now() AND (lease_until IS NULL OR lease_until < now())
       RETURNING id`,
      [queue, refId, token, holder.worker, holder.leaseMs],
    );
    return rows.length === 0 ? null : { queue, refId, token };
  }

  /** Extends a lease; false if it is no longer ours: the work must stop. */
  async extend(lease: Lease, leaseMs: number): Promise<boolean> {
    const rows = await sql(
      this.database.source.manager,
      `UPDATE outbox SET lease_until = now() + $4 * interval '1 millisecond'
       WHERE queue = $1 AND ref_id = $2 AND lease_token = $3 RETURNING id`,
      [lease.queue, lease.refId, lease.token, leaseMs],
    );
    return rows.length > 0;
  }

  /**
   * Proves, inside the transaction that records a result, that the lease is still ours; the row stays locked until
   * that transaction ends, so no two holders can both record.
   * @throws {PersistenceError} LEASE_LOST
   */
  async hold(tx: Transaction, lease: Lease): Promise<void> {
    const rows = await sql(
      tx,
      'SELECT id FROM outbox WHERE queue = $1 AND ref_id = $2 AND lease_token = $3 FOR UPDATE',
      [lease.queue, lease.refId, lease.token],
    );
    if (rows.length === 0) throw new PersistenceError('LEASE_LOST', { queue: lease.queue, refId: lease.refId });
  }

  /** Gives work back without a result, to be handed over again at once. */
  async release(lease: Lease): Promise<void> {
    await sql(
      this.database.source.manager,
      `UPDATE outbox SET lease_token = NULL, lease_until = NULL, leased_by = NULL, dispatched_at = NULL
       WHERE queue = $1 AND ref_id = $2 AND lease_token = $3`,
      [lease.queue, lease.refId, lease.token],
    );
  }

  /** Outstanding work per queue; `oldestSeconds` is the age of the oldest row that is due. */
  outstanding(): Promise<{ queue: string; outstanding: number; oldestSeconds: number | null }[]> {
    return sql(
      this.database.source.manager,
      `SELECT queue, count(*)::int AS outstanding,
              max(extract(epoch FROM now() - due_at)) FILTER (WHERE due_at <= now())::float8 AS "oldestSeconds"
       FROM outbox GROUP BY queue`,
    );
  }
}
