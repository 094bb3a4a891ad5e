import type { InventoryChange } from '../../../fleet/src/index.js';
import { sql, type Transaction } from '../database.js';

/** What changed of one appliance, and when that was seen. */
export interface ChangesOf {
  applianceId: string;
  at: Date;
  changes: readonly InventoryChange[];
}

/** Writes the history of many appliances at once, in the caller's transaction; nothing where nothing changed. */
export async function recordChanges(tx: Transaction, seen: readonly ChangesOf[]): Promise<void> {
  const rows = seen.flatMap(({ applianceId, at, changes }) =>
    changes.map((change) => ({ applianceId, at, ...change })),
  );
  if (rows.length === 0) return;
  await sql(
    tx,
    `INSERT INTO inventory_change (appliance_id, field, from_value, to_value, at)
     SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::timestamptz[])`,
    [
      rows.map((row) => row.applianceId),
      rows.map((row) => row.field),
      rows.map((row) => row.from),
      rows.map((row) => row.to),
      rows.map((row) => row.at),
    ],
  );
}
