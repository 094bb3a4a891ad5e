import { BulkRows } from '../bulk-rows.js';
import { sql, type Database, type Transaction } from '../database.js';
import { newId } from '../identifiers.js';
import { QUEUES, SHARDS_PER_WORKER } from '../../../queues/src/index.js';
import type { OperationStore } from '../operations/operation-store.js';
import type { Operation } from '../operations/operation.table.js';
import type { Lease, OutboxStore } from '../outbox/outbox-store.js';
import { SweepTable, type Sweep } from './sweep.table.js';

const shards = new BulkRows(SweepTable);
const URGENT = 1;
const ROUTINE = 5;
const LIMIT = 5000;

// A shard that has not ended for so long is not counted any more: it may be one that never does.
const OUTSTANDING = `SELECT site, count(*)::int AS count FROM sweep
  WHERE finished_at IS NULL AND kind = 'scheduled' AND created_at > now() - interval '30 minutes' GROUP BY site`;

/** By site, those that waited longest first. */
const DUE = `WITH due AS (
    SELECT id, site, sweep_due_at FROM appliance WHERE sweep_due_at <= now() AND retired_at IS NULL
    ORDER BY sweep_due_at LIMIT $1)
  SELECT array_agg(d.id ORDER BY d.sweep_due_at) AS ids, d.site, coalesce(max(o.count), 0) AS outstanding
  FROM due d LEFT JOIN (${OUTSTANDING}) o ON o.site IS NOT DISTINCT FROM d.site
  GROUP BY d.site ORDER BY min(d.sweep_due_at)`;

/** Reading appliances: on schedule, in shards, or because somebody asked. */
export class SweepStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: OutboxStore,
    private readonly operations: OperationStore,
  ) {}

  /**
   * Turns appliances whose sweep is due into shards of at most `shardSize`, each of one site, and sets their next one
   * about `intervalSeconds` ahead: a tenth sooner or later, so that what began together does not stay so. While several
   * sites have work, each gets its share of what the workers do side by side, so that a slow one delays no other; the
   * rest of it stays due. What was missed in a downtime is read once. Safe to run in several processes at once.
   * @returns the number of appliances put into shards.
   */
  schedule(intervalSeconds: number, shardSize: number): Promise<number> {
    return this.database.transaction(async (tx) => {
      const [turn] = await sql<{ ours: boolean }>(
        tx,
        `SELECT pg_try_advisory_xact_lock(hashtext('sweep-schedule')) AS ours`,
      );
      if (turn?.ours !== true) return 0;
      const due = await sql<{ ids: string[]; site: string | null; outstanding: number }>(tx, DUE, [LIMIT]);
      if (due.length === 0) return 0;
      const share = await shareOf(tx, due);
      const sweeps = due.flatMap(({ ids, site, outstanding }) => {
        const now = ids.slice(0, Math.max(0, share - outstanding) * shardSize);
        return shardsOf(now, shardSize).map((applianceIds) => newSweep({ kind: 'scheduled', applianceIds, site }));
      });
      await shards.upsert(tx, sweeps, ['id']);
      await this.outbox.addAll(
        tx,
        QUEUES.sweep.name,
        sweeps.map(({ id }) => ({ refId: id, priority: ROUTINE, dueAt: null })),
      );
      const scheduled = sweeps.flatMap(({ applianceIds }) => applianceIds);
      await sql(
        tx,
        `UPDATE appliance SET sweep_due_at = now() + (0.9 + 0.2 * random()) * $2 * interval '1 second'
         WHERE id = ANY ($1)`,
        [scheduled, intervalSeconds],
      );
      return scheduled.length;
    });
  }

  /** Reads appliances now, and gives the operation to watch. */
  request(kind: 'discover' | 'check' | 'test', applianceId: string, by: string): Promise<Operation> {
    return this.database.transaction(async (tx) => {
      const resultUrl = `/api/v1/appliances/${applianceId}`;
      const operation = await this.operations.start(tx, { kind, total: 1, resultUrl, createdBy: by });
      const sweep = newSweep({ kind, applianceIds: [applianceId], operationId: operation.id });
      await shards.upsert(tx, [sweep], ['id']);
      await this.outbox.add(tx, { queue: QUEUES.sweep.name, refId: sweep.id, priority: URGENT });
      return operation;
    });
  }

  /** Those of the inventory that are at an address, in no order that means anything. */
  async at(address: string): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      this.database.source.manager,
      'SELECT id FROM appliance WHERE address = $1 AND retired_at IS NULL',
      [address],
    );
    return rows.map((row) => row.id);
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
}

function newSweep(of: Pick<Sweep, 'kind' | 'applianceIds'> & { site?: string | null; operationId?: string }): Sweep {
  return { site: null, operationId: null, ...of, id: newId('swp'), createdAt: new Date(), finishedAt: null };
}

function shardsOf(ids: readonly string[], size: number): string[][] {
  const count = Math.ceil(ids.length / size);
  return Array.from({ length: count }, (_, index) => ids.slice(index * size, (index + 1) * size));
}

/** Shards that one site may have outstanding: all it wants where no other has work. */
async function shareOf(tx: Transaction, due: readonly { site: string | null }[]): Promise<number> {
  const [row] = await sql<{ workers: number; sites: (string | null)[] }>(
    tx,
    `SELECT (SELECT count(*)::int FROM worker WHERE beat_at > now() - interval '1 minute') AS workers,
       (SELECT coalesce(array_agg(site), '{}') FROM (${OUTSTANDING}) o) AS sites`,
  );
  const sites = new Set([...due.map(({ site }) => site), ...(row?.sites ?? [])]);
  if (sites.size === 1) return Infinity;
  return Math.max(1, Math.floor((Math.max(1, row?.workers ?? 0) * SHARDS_PER_WORKER) / sites.size));
}
