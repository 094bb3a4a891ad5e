import { sql, type Database, type Transaction } from '../database.js';
import { newId } from '../identifiers.js';
import { QUEUES } from '../../../queues/src/index.js';
import type { OperationStore } from '../operations/operation-store.js';
import type { Operation } from '../operations/operation.table.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import { SweepTable, type Sweep } from './sweep.table.js';

const URGENT = 1;
const ROUTINE = 5;

/** Reading appliances: on schedule, in shards, or because somebody asked. */
export class SweepStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly operations: OperationStore,
  ) {}

  /**
   * Turns appliances whose sweep is due into shards of at most `shardSize`, and sets their next one `intervalSeconds`
   * ahead. Safe to run in several processes at once: each appliance goes into one shard.
   * @returns the number of appliances put into shards.
   */
  schedule(intervalSeconds: number, shardSize: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const due = await sql<{ id: string }>(
        tx,
        `WITH due AS (
           SELECT id FROM appliance WHERE sweep_due_at <= now() AND retired_at IS NULL
           ORDER BY sweep_due_at LIMIT 5000 FOR UPDATE SKIP LOCKED)
         UPDATE appliance SET sweep_due_at = now() + $1 * interval '1 second' FROM due WHERE appliance.id = due.id
         RETURNING appliance.id`,
        [intervalSeconds],
      );
      for (let from = 0; from < due.length; from += shardSize) {
        const ids = due.slice(from, from + shardSize).map((row) => row.id);
        await this.add(tx, { kind: 'scheduled', applianceIds: ids, operationId: null }, ROUTINE);
      }
      return due.length;
    });
  }

  /** Reads appliances now, and gives the operation to watch. */
  request(kind: 'discover' | 'check' | 'test', applianceId: string, by: string): Promise<Operation> {
    return this.database.transaction(async (tx) => {
      const resultUrl = `/api/v1/appliances/${applianceId}`;
      const operation = await this.operations.start(tx, { kind, total: 1, resultUrl, createdBy: by });
      await this.add(tx, { kind, applianceIds: [applianceId], operationId: operation.id }, URGENT);
      return operation;
    });
  }

  get(id: string): Promise<Sweep | null> {
    return this.database.source.getRepository(SweepTable).findOneBy({ id });
  }

  /** Ends a sweep whose results are recorded, and its operation. @throws {PersistenceError} LEASE_LOST */
  async finish(
    sweep: Sweep,
    lease: Lease,
    result: { done: number; failed: number; problem: string | null },
  ): Promise<void> {
    await this.database.transaction(async (tx) => {
      await this.outbox.hold(tx, lease);
      await sql(tx, 'UPDATE sweep SET finished_at = now() WHERE id = $1', [sweep.id]);
      if (sweep.operationId !== null) await this.operations.finish(tx, sweep.operationId, result);
      await this.outbox.drop(tx, lease.queue, lease.refId);
    });
  }

  /** Forgets finished sweeps; their results live in the inventory. */
  async prune(keepHours: number): Promise<void> {
    await sql(this.database.source.manager, `DELETE FROM sweep WHERE finished_at < now() - $1 * interval '1 hour'`, [
      keepHours,
    ]);
  }

  private async add(tx: Transaction, sweep: Pick<Sweep, 'kind' | 'applianceIds' | 'operationId'>, priority: number) {
    const id = newId('swp');
    await tx.getRepository(SweepTable).insert({ ...sweep, id, createdAt: new Date(), finishedAt: null });
    await this.outbox.add(tx, { queue: QUEUES.sweep.name, refId: id, priority });
  }
}
