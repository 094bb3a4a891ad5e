import { In } from 'typeorm';
import { mayAcknowledge } from '../../../callhome/src/index.js';
import { sql, type Database } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { PersistenceError } from '../persistence-error.js';
import { ConditionTable, type Condition } from './condition.table.js';

/** What conditions are now. Only readings change their state. */
export class ConditionStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** All conditions of these appliances. */
  of(applianceIds: readonly string[]): Promise<Condition[]> {
    return this.database.source.getRepository(ConditionTable).find({
      where: { applianceId: In([...applianceIds]) },
      order: { code: 'ASC', component: 'ASC' },
    });
  }

  byIds(ids: readonly string[]): Promise<Condition[]> {
    return this.database.source.getRepository(ConditionTable).findBy({ id: In([...ids]) });
  }

  /**
   * Notes that a person has seen an active condition; of several the last one counts. Null: it is not active.
   * @throws {PersistenceError} NOT_FOUND
   */
  async acknowledge(id: string, by: string, note: string): Promise<Condition | null> {
    return this.database.transaction(async (tx) => {
      const rows = tx.getRepository(ConditionTable);
      const row = await rows.findOne({ where: { id }, lock: { mode: 'pessimistic_write' } });
      if (row === null) throw new PersistenceError('NOT_FOUND', { id });
      if (!mayAcknowledge(row.state)) return null;
      const acknowledgement = { by, note, atMs: Date.now() };
      await rows.update({ id }, { acknowledgement });
      await this.events.append(tx, [{ topic: 'conditions', type: 'condition.acknowledged', subject: id }]);
      return { ...row, acknowledgement };
    });
  }

  /** One page over the fleet: active first, then by id. `after` is `rank:id` of the last one seen. */
  async list(states: readonly string[] | null, limit: number, after: string | null): Promise<Condition[]> {
    const [rank, id] = after?.split(':') ?? [null, null];
    const ids = await sql<{ id: string }>(
      this.database.source.manager,
      `SELECT c.id FROM condition c JOIN appliance a ON a.id = c.appliance_id AND a.retired_at IS NULL
       WHERE ($1::text[] IS NULL OR c.state = ANY ($1))
         AND ($3::int IS NULL OR ((c.state <> 'active')::int, c.id) > ($3, $4))
       ORDER BY (c.state <> 'active')::int, c.id LIMIT $2`,
      [states, limit, rank, id],
    );
    const rows = await this.byIds(ids.map((row) => row.id));
    const order = new Map(ids.map((row, index) => [row.id, index]));
    return rows.toSorted((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
  }

  async count(states: readonly string[] | null): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM condition c JOIN appliance a ON a.id = c.appliance_id AND a.retired_at IS NULL
       WHERE $1::text[] IS NULL OR c.state = ANY ($1)`,
      [states],
    );
    return row?.count ?? 0;
  }
}

/** The cursor that stands after this row in the order of `list`. */
export function conditionCursor(row: Condition): string {
  return `${row.state === 'active' ? 0 : 1}:${row.id}`;
}
