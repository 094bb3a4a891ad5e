import type { AppliedSettings, PushedKey } from '../../../callhome/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { AppliedRow } from './applied-settings.table.js';

export type Applied = Pick<AppliedRow, 'values' | 'conflicts'>;

/** What was last pushed to appliances. What they show now is the ReadingStore's. */
export class AppliedStore {
  constructor(private readonly database: Database) {}

  /** The records of these appliances; one that nothing was ever pushed to has none. */
  of(ids: readonly string[]): Promise<Map<string, Applied>> {
    return appliedOf(this.database.source.manager, ids);
  }

  /**
   * Notes how a rollout left an appliance: `values` are written over those of the same keys, and `conflicts` are all
   * there are.
   */
  async record(
    tx: Transaction,
    applianceId: string,
    { values, conflicts }: { values: AppliedSettings; conflicts: readonly PushedKey[] },
  ): Promise<void> {
    await sql(
      tx,
      `INSERT INTO applied_settings AS known (appliance_id, "values", conflicts) VALUES ($1, $2, $3)
       ON CONFLICT (appliance_id) DO UPDATE
       SET "values" = known."values" || excluded."values", conflicts = excluded.conflicts, updated_at = now()`,
      [applianceId, values, conflicts],
    );
  }
}

export async function appliedOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, Applied>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<Applied & { id: string }>(
    tx,
    'SELECT appliance_id AS id, "values", conflicts FROM applied_settings WHERE appliance_id = ANY ($1)',
    [ids],
  );
  return new Map(rows.map(({ id, values, conflicts }) => [id, { values, conflicts }]));
}

/** Forgets the conflicts of appliances that were read again: what they show now speaks for itself. */
export async function clearConflicts(tx: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await sql(
    tx,
    `UPDATE applied_settings SET conflicts = '{}' WHERE appliance_id = ANY ($1) AND cardinality(conflicts) > 0`,
    [ids],
  );
}
