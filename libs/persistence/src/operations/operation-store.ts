import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { OperationTable, type Operation } from './operation.table.js';

/** Long work that requests have started. */
export class OperationStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  async start(
    tx: Transaction,
    operation: Pick<Operation, 'kind' | 'total' | 'resultUrl' | 'createdBy'>,
  ): Promise<Operation> {
    const row: Operation = {
      ...operation,
      id: newId('op'),
      state: 'running',
      done: 0,
      failed: 0,
      problem: null,
      createdAt: new Date(),
      finishedAt: null,
    };
    await tx.getRepository(OperationTable).insert(row);
    await this.events.append(tx, [{ topic: 'operations', type: 'operation.started', subject: row.id }]);
    return row;
  }

  /** Ends an operation with its final counts: failed when every appliance failed. */
  async finish(
    tx: Transaction,
    id: string,
    result: { done: number; failed: number; problem: string | null },
  ): Promise<void> {
    const state: Operation['state'] = result.done > 0 && result.failed >= result.done ? 'failed' : 'done';
    await sql(
      tx,
      `UPDATE operation SET state = $2, done = $3, total = greatest(total, $3), failed = $4, problem = $5, finished_at = now() WHERE id = $1`,
      [id, state, result.done, result.failed, result.problem],
    );
    await this.events.append(tx, [{ topic: 'operations', type: `operation.${state}`, subject: id }]);
  }

  get(id: string): Promise<Operation | null> {
    return this.database.source.getRepository(OperationTable).findOneBy({ id });
  }

  list(limit: number, before: string | null): Promise<Operation[]> {
    return sql<Operation>(
      this.database.source.manager,
      `SELECT id, kind, state, done, total, failed, result_url AS "resultUrl", problem, created_by AS "createdBy",
              created_at AS "createdAt", finished_at AS "finishedAt"
       FROM operation WHERE $2::text IS NULL OR id < $2 ORDER BY id DESC LIMIT $1`,
      [limit, before],
    );
  }

  count(): Promise<number> {
    return this.database.source.getRepository(OperationTable).count();
  }
}
