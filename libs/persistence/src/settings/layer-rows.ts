import type { Layer } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import type { SettingsLayer } from './settings-layer.table.js';

/** The layers that `where` names, in the order of their scopes; `l` is the layer, `g` its group. */
export function selectLayers(tx: Transaction, where: string, parameters: unknown[] = []): Promise<SettingsLayer[]> {
  return sql<SettingsLayer>(
    tx,
    `SELECT l.scope, l.rank, coalesce(g.priority, 0) AS priority, l.revision, l.settings, l.locks,
       l.lock_reasons AS "lockReasons", l.exempt, l.note, l.expires_at AS "expiresAt", l.managed_by AS "managedBy",
       l.updated_by AS "updatedBy", l.updated_at AS "updatedAt"
     FROM settings_layer l LEFT JOIN appliance_group g ON l.rank = 'group' AND g.name = substr(l.scope, 7)
     WHERE ${where} ORDER BY l.scope`,
    parameters,
  );
}

/** A layer that nobody else can write before this transaction ends; null: it has no row, and nothing is locked. */
export async function lockLayer(tx: Transaction, scope: string): Promise<SettingsLayer | null> {
  await sql(tx, 'SELECT FROM settings_layer WHERE scope = $1 FOR UPDATE', [scope]);
  const [row] = await selectLayers(tx, 'l.scope = $1', [scope]);
  return row ?? null;
}

/** A stored layer as the resolver takes it. */
export function toLayer(row: SettingsLayer): Layer {
  return {
    scope: row.scope,
    rank: row.rank,
    priority: row.priority,
    revision: row.revision,
    by: row.updatedBy,
    at: row.updatedAt.toISOString(),
    set: row.settings,
    locked: row.locks,
    exempt: row.exempt,
    note: row.note,
    lockReasons: row.lockReasons,
  };
}
