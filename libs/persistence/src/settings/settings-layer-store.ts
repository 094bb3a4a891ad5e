import { In } from 'typeorm';
import type { Layer, LayerRank } from '../../../callhome/src/index.js';
import { sql, type Database } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { PersistenceError } from '../persistence-error.js';
import { SettingsLayerTable, type SettingsLayer } from './settings-layer.table.js';

export type NewLayer = Pick<SettingsLayer, 'scope' | 'rank' | 'priority' | 'settings' | 'locks' | 'note' | 'updatedBy'>;

/** What the layers say. A scope without a row sets nothing and has revision 0. */
export class SettingsLayerStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  get(scope: string): Promise<SettingsLayer | null> {
    return this.database.source.getRepository(SettingsLayerTable).findOneBy({ scope });
  }

  list(): Promise<SettingsLayer[]> {
    return this.database.source.getRepository(SettingsLayerTable).find({ order: { scope: 'ASC' } });
  }

  /**
   * Writes a layer whole, if it still is at `expectedRevision` (0: does not exist yet).
   * @throws {PersistenceError} VERSION_MISMATCH
   */
  put(layer: NewLayer, expectedRevision: number): Promise<SettingsLayer> {
    return this.database.transaction(async (tx) => {
      const [written] = await sql<{ revision: number; at: Date }>(
        tx,
        expectedRevision === 0
          ? `INSERT INTO settings_layer (scope, rank, priority, revision, settings, locks, note, updated_by)
             VALUES ($1, $2, $3, $4 + 1, $5, $6, $7, $8) ON CONFLICT (scope) DO NOTHING
             RETURNING revision, updated_at AS at`
          : `UPDATE settings_layer SET rank = $2, priority = $3, revision = revision + 1, settings = $5, locks = $6,
               note = $7, updated_by = $8, updated_at = now()
             WHERE scope = $1 AND revision = $4 RETURNING revision, updated_at AS at`,
        [
          layer.scope,
          layer.rank,
          layer.priority,
          expectedRevision,
          layer.settings,
          layer.locks,
          layer.note,
          layer.updatedBy,
        ],
      );
      if (!written) throw new PersistenceError('VERSION_MISMATCH', { scope: layer.scope });
      await this.events.append(tx, [{ topic: 'layers', type: 'layer.changed', subject: layer.scope }]);
      return { ...layer, revision: written.revision, updatedAt: written.at };
    });
  }

  /** The layers of many instances in one query: the fleet's, and each one's own. */
  async forAppliances(ids: readonly string[]): Promise<(id: string) => Layer[]> {
    const scopes = ['fleet', ...ids.map(instanceScope)];
    const rows = await this.database.source.getRepository(SettingsLayerTable).findBy({ scope: In(scopes) });
    const byScope = new Map(rows.map((row) => [row.scope, toLayer(row)]));
    return (id) => [byScope.get('fleet'), byScope.get(instanceScope(id))].filter((layer) => layer !== undefined);
  }
}

/** The scope of an appliance's own layer. */
export function instanceScope(applianceId: string): string {
  return `instance:${applianceId}`;
}

/** The rank that a scope's name stands for. */
export function rankOf(scope: string): LayerRank {
  return scope === 'fleet' ? 'fleet' : 'instance';
}

function toLayer(row: SettingsLayer): Layer {
  return {
    scope: row.scope,
    rank: row.rank,
    priority: row.priority,
    revision: row.revision,
    by: row.updatedBy,
    at: row.updatedAt.toISOString(),
    set: row.settings,
    locked: row.locks,
  };
}
