import pg from 'pg';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventTopic, FleetEvent } from './event.table.js';

export interface NewEvent {
  topic: EventTopic;
  type: string;
  subject: string;
  data?: Record<string, unknown>;
}

const CHANNEL = 'sdx_event';

/**
 * What changed, in an order every reader agrees on. Ids are given out before a transaction commits, so reading "after
 * id n" could skip a slow writer's event; events are therefore ordered by transaction, and only those are read whose
 * transaction is older than every one still running.
 */
export class EventStore {
  constructor(private readonly database: Database) {}

  /** Adds events in the transaction that makes them true, and wakes the readers when it commits. */
  async append(tx: Transaction, events: readonly NewEvent[]): Promise<void> {
    if (events.length === 0) return;
    await sql(
      tx,
      `INSERT INTO event (transaction_id, topic, type, subject, data)
       SELECT pg_current_xact_id()::text::bigint, topic, type, subject, data FROM jsonb_to_recordset($1) AS e (topic text, type text, subject text, data jsonb)`,
      [JSON.stringify(events.map((event) => ({ ...event, data: event.data ?? {} })))],
    );
    await sql(tx, `SELECT pg_notify('${CHANNEL}', '')`);
  }

  /** Events after a cursor, oldest first. A cursor is `transaction-id` of the last one seen; null starts at the end. */
  async after(
    cursor: string | null,
    limit: number,
    tx: Transaction = this.database.source.manager,
  ): Promise<{ events: FleetEvent[]; cursor: string }> {
    const [transactionId = '0', id = '0'] = (cursor ?? (await this.end())).split('-');
    const events = await sql<FleetEvent>(
      tx,
      `SELECT id, transaction_id AS "transactionId", topic, type, subject, data, at FROM event
       WHERE (transaction_id, id) > ($1, $2)
         AND transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
       ORDER BY transaction_id, id LIMIT $3`,
      [transactionId, id, limit],
    );
    const last = events.at(-1);
    return { events, cursor: last ? cursorOf(last) : `${transactionId}-${id}` };
  }

  /** True if events after this cursor may already have been pruned, so that a reader must fetch everything again. */
  async isTooOld(cursor: string): Promise<boolean> {
    const [oldest] = await sql<{ cursor: string }>(
      this.database.source.manager,
      `SELECT transaction_id || '-' || id AS cursor FROM event ORDER BY transaction_id, id LIMIT 1`,
    );
    if (!oldest) return cursor !== (await this.end());
    const [[aTx = 0n, aId = 0n], [bTx = 0n, bId = 0n]] = [cursor, oldest.cursor].map((text) =>
      text.split('-').map(BigInt),
    ) as [bigint[], bigint[]];
    return aTx < bTx || (aTx === bTx && aId < bId);
  }

  /**
   * Forgets events older than `keepMinutes` that have been announced. The newest is always kept, as the end that cursors
   * compare with.
   */
  async prune(keepMinutes: number): Promise<void> {
    await sql(
      this.database.source.manager,
      `DELETE FROM event WHERE at < now() - $1 * interval '1 minute' AND id < (SELECT max(id) FROM event)
         AND (transaction_id, id) <= (SELECT split_part(cursor, '-', 1)::bigint, split_part(cursor, '-', 2)::bigint
           FROM announced)`,
      [keepMinutes],
    );
  }

  /**
   * Calls `wake` after each commit that appended events, on a connection of its own that is made again when lost.
   * @returns a function that stops listening.
   */
  listen(wake: () => void): () => Promise<void> {
    let client: pg.Client | null = null;
    let stopped = false;
    const open = async (): Promise<void> => {
      const fresh = new pg.Client({ connectionString: this.database.url, keepAlive: true });
      fresh.on('notification', wake);
      fresh.on('error', () => void reopen(fresh));
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
      client = fresh;
      wake();
    };
    const reopen = async (lost: pg.Client): Promise<void> => {
      if (client === lost) client = null;
      await lost.end().catch(() => undefined);
      while (!stopped && client === null) {
        await new Promise((resolve) => setTimeout(resolve, 1000));
        await open().catch(() => undefined);
      }
    };
    void open().catch(() => reopen(new pg.Client()));
    return async () => {
      stopped = true;
      await client?.end().catch(() => undefined);
    };
  }

  private async end(): Promise<string> {
    const [last] = await sql<{ cursor: string }>(
      this.database.source.manager,
      `SELECT transaction_id || '-' || id AS cursor FROM event
       WHERE transaction_id < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
       ORDER BY transaction_id DESC, id DESC LIMIT 1`,
    );
    return last?.cursor ?? '0-0';
  }
}

/** The cursor that stands after this event; also the SSE id. */
export function cursorOf(event: FleetEvent): string {
  return `${event.transactionId}-${event.id}`;
}
