import { sql, type Transaction } from '../database.js';
import { PersistenceError } from '../persistence-error.js';
import { NOTHING_SAID } from './changed-keys.js';
import { lockLayer, selectLayers } from './layer-rows.js';
import { rankOf } from './scope.js';
import type { LayerContent, RevisionCause, SettingsLayer } from './settings-layer.table.js';

/** A layer as somebody wants it, whole. */
export interface LayerEdit extends LayerContent {
  scope: string;
}

/** Who writes a layer, and on what occasion. */
export interface Authorship {
  by: string;
  cause: RevisionCause;
}

/**
 * Writes a layer whole and adds its revision, if it still is at `expectedRevision` (0: does not exist yet).
 * @throws {PersistenceError} VERSION_MISMATCH - `details.revision` is the one that it is at.
 */
export async function writeLayer(
  tx: Transaction,
  { edit, expectedRevision }: { edit: LayerEdit; expectedRevision: number },
  author: Authorship,
): Promise<SettingsLayer> {
  const written = await tryWrite(tx, { edit, expectedRevision }, author);
  if (written !== null) return written;
  const [now] = await selectLayers(tx, 'l.scope = $1', [edit.scope]);
  throw new PersistenceError('VERSION_MISMATCH', { scope: edit.scope, revision: now?.revision ?? 0 });
}

/** Writes over a layer what `change` makes of what it says, whatever that is by then; a layer without a row says nothing. */
export async function mergeIntoLayer(
  tx: Transaction,
  scope: string,
  { change, ...author }: Authorship & { change: (said: LayerContent) => LayerContent },
): Promise<SettingsLayer> {
  for (;;) {
    const row = await lockLayer(tx, scope);
    const edit = { ...change(row ?? NOTHING_SAID), scope };
    // Without a row there is nothing to lock: another writer may insert it first, and is then merged with.
    const written = await tryWrite(tx, { edit, expectedRevision: row?.revision ?? 0 }, author);
    if (written !== null) return written;
  }
}

async function tryWrite(
  tx: Transaction,
  { edit, expectedRevision }: { edit: LayerEdit; expectedRevision: number },
  { by, cause }: Authorship,
): Promise<SettingsLayer | null> {
  const { scope, settings, locks, lockReasons, exempt, note, expiresAt, managedBy } = edit;
  const rank = rankOf(scope);
  const write =
    expectedRevision === 0
      ? `INSERT INTO settings_layer (scope, rank, revision, settings, locks, lock_reasons, exempt, note, expires_at,
           managed_by, updated_by)
         VALUES ($1, $2, $3::int + 1, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (scope) DO NOTHING RETURNING *`
      : `UPDATE settings_layer SET rank = $2, revision = revision + 1, settings = $4, locks = $5, lock_reasons = $6,
           exempt = $7, note = $8, expires_at = $9, managed_by = $10, updated_by = $11, updated_at = now()
         WHERE scope = $1 AND revision = $3 RETURNING *`;
  const [written] = await sql<{ revision: number; at: Date; priority: number }>(
    tx,
    `WITH written AS (${write}), kept AS (
       INSERT INTO settings_revision (scope, revision, cause, settings, locks, lock_reasons, exempt, note, expires_at,
         managed_by, by, at)
       SELECT scope, revision, $12, settings, locks, lock_reasons, exempt, note, expires_at, managed_by, updated_by,
         updated_at FROM written)
     SELECT revision, updated_at AS at,
       coalesce((SELECT priority FROM appliance_group WHERE rank = 'group' AND name = substr(scope, 7)), 0) AS priority
     FROM written`,
    [scope, rank, expectedRevision, settings, locks, lockReasons, exempt, note, expiresAt, managedBy, by, cause],
  );
  if (!written) return null;
  const said: LayerContent = { settings, locks, lockReasons, exempt, note, expiresAt, managedBy };
  const { priority, revision, at } = written;
  return { ...said, scope, rank, priority, revision, updatedBy: by, updatedAt: at };
}
