import type { Place } from '../../../callhome/src/index.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { insertUnique } from '../insert-unique.js';
import { PersistenceError } from '../persistence-error.js';
import { selectLayers } from '../settings/layer-rows.js';
import { lockGroups, refuseTies } from '../settings/refuse-ties.js';
import { groupScope, siteScope } from '../settings/scope.js';
import { mergeIntoLayer } from '../settings/write-layer.js';
import { ensurePlaces, type NamedPlaces } from './ensure-places.js';
import { combinationsOf, membersOf, type Combination } from './members-of.js';
import { ApplianceGroupTable, SiteTable, type ApplianceGroup, type Site } from './place.table.js';
import { placesOf } from './places-of.js';
import { selectPlaces, type CountedGroup, type CountedSite } from './select-places.js';

export type NewSite = Pick<Site, 'name' | 'note'>;
export type NewGroup = Pick<ApplianceGroup, 'name' | 'note' | 'priority'>;

/** Sites and groups, and which appliances stand where. */
export class PlaceStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** By name; `after` is the last one seen. */
  sites(limit: number, after: string | null): Promise<CountedSite[]> {
    return selectPlaces(this.database.source.manager, 'site', { after, limit });
  }

  async site(name: string): Promise<CountedSite | null> {
    const [row] = await selectPlaces<CountedSite>(this.database.source.manager, 'site', { name });
    return row ?? null;
  }

  /** @throws {PersistenceError} DUPLICATE */
  addSite(fresh: NewSite, by: string): Promise<CountedSite> {
    return this.database.transaction(async (tx) => {
      const row: Site = { ...fresh, createdBy: by, createdAt: new Date(), version: 1 };
      await insertUnique(tx, SiteTable, row);
      await this.changed(tx, siteScope(fresh.name));
      return { ...row, appliances: 0 };
    });
  }

  /** @throws {PersistenceError} NOT_FOUND, VERSION_MISMATCH */
  patchSite(name: string, patch: { note?: string | null | undefined }, expectedVersion: number): Promise<CountedSite> {
    return this.database.transaction(async (tx) => {
      const row = await locked<CountedSite>(tx, 'site', { name, expectedVersion });
      const { note = row.note } = patch;
      await tx.getRepository(SiteTable).update({ name }, { note, version: row.version + 1 });
      await this.changed(tx, siteScope(name));
      return { ...row, note, version: row.version + 1 };
    });
  }

  /** @throws {PersistenceError} NOT_FOUND, VERSION_MISMATCH; IN_USE - an appliance names it, or its layer says something. */
  removeSite(name: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      await locked(tx, 'site', { name, expectedVersion });
      await refuseUsed(tx, siteScope(name), 'site = $1');
      await tx.getRepository(SiteTable).delete({ name });
      await this.changed(tx, siteScope(name));
    });
  }

  /** By name; `after` is the last one seen. */
  groups(limit: number, after: string | null): Promise<CountedGroup[]> {
    return selectPlaces(this.database.source.manager, 'appliance_group', { after, limit });
  }

  async group(name: string): Promise<CountedGroup | null> {
    const [row] = await selectPlaces<CountedGroup>(this.database.source.manager, 'appliance_group', { name });
    return row ?? null;
  }

  /** @throws {PersistenceError} DUPLICATE */
  addGroup(fresh: NewGroup, by: string): Promise<CountedGroup> {
    return this.database.transaction(async (tx) => {
      await lockGroups(tx);
      const row: ApplianceGroup = { ...fresh, createdBy: by, createdAt: new Date(), version: 1 };
      await insertUnique(tx, ApplianceGroupTable, row);
      await refuseTies(tx, [fresh.name]);
      await this.changed(tx, groupScope(fresh.name));
      return { ...row, appliances: 0 };
    });
  }

  /**
   * Changes a group. Another priority is a new revision of its layer, so that a plan made before it is out of date.
   * @throws {PersistenceError} NOT_FOUND, VERSION_MISMATCH; PRIORITY_TIE - a group that has this priority sets a key that
   * this one sets, too.
   */
  patchGroup(
    name: string,
    { by, ...patch }: { note?: string | null | undefined; priority?: number | undefined; by: string },
    expectedVersion: number,
  ): Promise<CountedGroup> {
    return this.database.transaction(async (tx) => {
      await lockGroups(tx);
      const row = await locked<CountedGroup>(tx, 'appliance_group', { name, expectedVersion });
      const { note = row.note, priority = row.priority } = patch;
      await tx.getRepository(ApplianceGroupTable).update({ name }, { note, priority, version: row.version + 1 });
      if (priority !== row.priority) {
        await refuseTies(tx, [name]);
        const [layer] = await selectLayers(tx, 'l.scope = $1', [groupScope(name)]);
        if (layer) await mergeIntoLayer(tx, layer.scope, { by, cause: 'edit', change: (said) => said });
      }
      await this.changed(tx, groupScope(name));
      return { ...row, note, priority, version: row.version + 1 };
    });
  }

  /** @throws {PersistenceError} NOT_FOUND, VERSION_MISMATCH; IN_USE - an appliance names it, or its layer says something. */
  removeGroup(name: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      await lockGroups(tx);
      await locked(tx, 'appliance_group', { name, expectedVersion });
      await refuseUsed(tx, groupScope(name), 'groups @> ARRAY[$1::text]');
      await tx.getRepository(ApplianceGroupTable).delete({ name });
      await this.changed(tx, groupScope(name));
    });
  }

  /** Where these appliances stand, with what their hosts give them. */
  placesOf(ids: readonly string[]): Promise<Map<string, Place>> {
    return placesOf(this.database.source.manager, ids);
  }

  /**
   * Ids of the appliances under a scope that settings can be pushed to, in inventory order.
   * @throws {CallHomeError} SCOPE_UNKNOWN
   */
  memberIds(scope: string): Promise<string[]> {
    return membersOf(this.database.source.manager, scope);
  }

  /** The members of a scope counted by what decides their settings. @throws {CallHomeError} SCOPE_UNKNOWN */
  combinations(scope: string): Promise<Combination[]> {
    return combinationsOf(this.database.source.manager, scope);
  }

  /** Makes the site and the groups that are named for the first time, a group over all others. */
  ensure(tx: Transaction, places: NamedPlaces, by: string): Promise<void> {
    return ensurePlaces(tx, places, by);
  }

  private changed(tx: Transaction, scope: string): Promise<void> {
    return this.events.append(tx, [{ topic: 'layers', type: 'place.changed', subject: scope }]);
  }
}

async function locked<Row extends CountedSite>(
  tx: Transaction,
  table: 'site' | 'appliance_group',
  { name, expectedVersion }: { name: string; expectedVersion: number },
): Promise<Row> {
  await sql(tx, `SELECT FROM ${table} WHERE name = $1 FOR UPDATE`, [name]);
  const [row] = await selectPlaces<Row>(tx, table, { name });
  if (!row) throw new PersistenceError('NOT_FOUND', { name });
  if (row.version !== expectedVersion) throw new PersistenceError('VERSION_MISMATCH', { name, version: row.version });
  return row;
}

async function refuseUsed(tx: Transaction, scope: string, names: string): Promise<void> {
  const name = scope.slice(scope.indexOf(':') + 1);
  const [used] = await sql<{ appliances: number }>(
    tx,
    `SELECT count(*)::int AS appliances FROM appliance WHERE retired_at IS NULL AND ${names}`,
    [name],
  );
  const appliances = used?.appliances ?? 0;
  if (appliances > 0) throw new PersistenceError('IN_USE', { scope, appliances });
  const [layer] = await selectLayers(tx, 'l.scope = $1', [scope]);
  if (layer && (Object.keys(layer.settings).length > 0 || layer.locks.length > 0)) {
    throw new PersistenceError('IN_USE', { scope, revision: layer.revision });
  }
}
