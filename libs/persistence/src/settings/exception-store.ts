import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { refusingDuplicates } from '../insert-unique.js';
import { PersistenceError } from '../persistence-error.js';
import { SettingsExceptionTable, type ExceptionState, type SettingsException } from './settings-exception.table.js';
import { mergeIntoLayer } from './write-layer.js';

export type NewException = Pick<SettingsException, 'scope' | 'key' | 'value' | 'reason' | 'lockedBy' | 'requestedBy'>;

export interface ExceptionFilter {
  state?: ExceptionState | undefined;
  scope?: string | undefined;
  /** Only of these scopes. */
  among?: readonly string[] | undefined;
}

const ROW = `id, scope, key, value, reason, state, locked_by AS "lockedBy", requested_by AS "requestedBy",
  requested_at AS "requestedAt", decided_by AS "decidedBy", decided_at AS "decidedAt", decision_note AS "decisionNote"`;

/** Wishes to set a locked key all the same, and what was decided of them. */
export class ExceptionStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** @throws {PersistenceError} DUPLICATE - one for this scope and key is undecided. */
  add(fresh: NewException): Promise<SettingsException> {
    return this.database.transaction(async (tx) => {
      const id = newId('exc');
      // As text: a null here is the wish for the device default, and no SQL NULL.
      const insert = () =>
        sql(
          tx,
          `INSERT INTO settings_exception (id, scope, key, value, reason, state, locked_by, requested_by)
           VALUES ($1, $2, $3, $4::text::jsonb, $5, 'requested', $6, $7)`,
          [id, fresh.scope, fresh.key, JSON.stringify(fresh.value), fresh.reason, fresh.lockedBy, fresh.requestedBy],
        );
      await refusingDuplicates(SettingsExceptionTable, insert);
      await this.changed(tx, fresh.scope);
      return this.locked(tx, id);
    });
  }

  async get(id: string): Promise<SettingsException | null> {
    const [row] = await sql<SettingsException>(
      this.database.source.manager,
      `SELECT ${ROW} FROM settings_exception WHERE id = $1`,
      [id],
    );
    return row ?? null;
  }

  /** Newest first; `before` is the last id seen. */
  list(filter: ExceptionFilter, limit: number, before: string | null): Promise<SettingsException[]> {
    return sql(
      this.database.source.manager,
      `SELECT ${ROW} FROM settings_exception WHERE ${FILTER} AND ($4::text IS NULL OR id < $4)
       ORDER BY id DESC LIMIT $5`,
      [...parameters(filter), before, limit],
    );
  }

  async count(filter: ExceptionFilter): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM settings_exception WHERE ${FILTER}`,
      parameters(filter),
    );
    return row?.count ?? 0;
  }

  /**
   * Decides once. Granting sets the value in the layer of the scope and exempts the key there, in one transaction.
   * @throws {PersistenceError} NOT_FOUND; ILLEGAL_TRANSITION - it is decided already.
   */
  decide(
    id: string,
    verdict: Exclude<ExceptionState, 'requested'>,
    { by, note }: { by: string; note: string | null },
  ): Promise<SettingsException> {
    return this.database.transaction(async (tx) => {
      const row = await this.locked(tx, id);
      if (row.state !== 'requested') {
        throw new PersistenceError('ILLEGAL_TRANSITION', { id, state: row.state, event: verdict, allowed: '' });
      }
      const [decided] = await sql<SettingsException>(
        tx,
        `UPDATE settings_exception SET state = $2, decided_by = $3, decided_at = now(), decision_note = $4
         WHERE id = $1 RETURNING ${ROW}`,
        [id, verdict, by, note],
      );
      if (verdict === 'granted') await grant(tx, row, by);
      await this.changed(tx, row.scope, verdict === 'granted');
      return decided ?? row;
    });
  }

  private async locked(tx: Transaction, id: string): Promise<SettingsException> {
    const [row] = await sql<SettingsException>(tx, `SELECT ${ROW} FROM settings_exception WHERE id = $1 FOR UPDATE`, [
      id,
    ]);
    if (!row) throw new PersistenceError('NOT_FOUND', { id });
    return row;
  }

  private changed(tx: Transaction, scope: string, isLayerWritten = false): Promise<void> {
    const types = ['exception.changed', ...(isLayerWritten ? ['layer.changed'] : [])];
    return this.events.append(
      tx,
      types.map((type) => ({ topic: 'layers', type, subject: scope })),
    );
  }
}

async function grant(tx: Transaction, { scope, key, value }: SettingsException, by: string): Promise<void> {
  await mergeIntoLayer(tx, scope, {
    by,
    cause: 'exception',
    change: (said) => ({
      ...said,
      settings: { ...said.settings, [key]: value },
      exempt: said.exempt.includes(key) ? said.exempt : [...said.exempt, key],
    }),
  });
}

const FILTER = `($1::text IS NULL OR state = $1) AND ($2::text IS NULL OR scope = $2)
  AND ($3::text[] IS NULL OR scope = ANY ($3))`;

const parameters = ({ state, scope, among }: ExceptionFilter) => [state ?? null, scope ?? null, among ?? null];
