import { IsNull } from 'typeorm';
import { BulkRows } from '../bulk-rows.js';
import { sql, type Database, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { inventoryChanges, type DeploymentClaim, type KnownFact } from '../../../fleet/src/index.js';
import type { AppliedRow } from '../applied/applied-settings.table.js';
import { recordChanges } from '../inventory-history/record-changes.js';
import { insertUnique, updateUnique } from '../insert-unique.js';
import { PersistenceError } from '../persistence-error.js';
import { ensurePlaces } from '../places/ensure-places.js';
import { eachOnce } from '../places/places-of.js';
import { noteLogin } from './note-login.js';
import {
  ApplianceTable,
  ComponentTable,
  HostKeyTable,
  ObservationTable,
  type Appliance,
  type Component,
  type HostKey,
  type Observation,
} from './appliance.table.js';

export type NewApplianceRow = Pick<
  Appliance,
  | 'kind' | 'name' | 'address' | 'port' | 'credentialId' | 'instanceCredentialId' | 'instancePort' | 'hostKeyPolicy'
  | 'site' | 'groups' | 'jumpHostId' | 'algorithms' | 'channel'
>; // prettier-ignore

/** An instance as its host's list names it. */
export interface ListedInstance {
  vmUuid: string | null;
  name: string;
  address: string;
}

export interface ApplianceFilter {
  kind?: Appliance['kind'] | undefined;
  hostId?: string | undefined;
  /** Its own, or its host's where it has none of its own. */
  site?: string | undefined;
  reach?: Observation['reachability'] | undefined;
  /** Part of a name, address, serial or model, any case. */
  q?: string | undefined;
  /** Only these, and counted as if there were no others; absent: all. */
  among?: readonly string[] | undefined;
}

/** Everything one appliance's row on a list needs. */
export interface ApplianceFacts {
  appliance: Appliance;
  observation: Observation;
  hostKeys: HostKey[];
  hostName: string | null;
  instanceCount: number;
  bootAt: Date | null;
  /** Where it stands: its own site, else its host's; its own groups and its host's. */
  place: { site: string | null; groups: string[] };
}

interface Around extends Pick<ApplianceFacts, 'hostName' | 'bootAt' | 'instanceCount'> {
  id: string;
  site: string | null;
  groups: string[];
}

/** What an appliance shows of its settings, and what was last pushed to it. */
export interface ShownCallHome extends Pick<AppliedRow, 'conflicts'> {
  id: string;
  sortKey: string;
  callHome: Observation['callHome'];
  callHomeAt: Date | null;
  /** Empty: nothing was ever pushed. */
  applied: AppliedRow['values'];
}

/** Who makes the site or group that an operator names at an appliance for the first time. */
const BY_INVENTORY = 'inventory';

/** As much of an appliance as tells whether it belongs together with another. */
export interface Relative extends Pick<Appliance, 'id' | 'name' | 'address' | 'addressOverride'> {
  deployment: KnownFact<DeploymentClaim> | null;
}

const FILTER = `a.retired_at IS NULL
  AND ($1::text IS NULL OR a.kind = $1) AND ($2::text IS NULL OR a.host_id = $2) 
  AND ($3::text IS NULL OR a.site = $3
    OR (a.site IS NULL AND a.host_id IN (SELECT id FROM appliance WHERE site = $3)))
  AND ($4::text IS NULL OR o.reachability = $4)
  AND ($5::text IS NULL OR concat_ws(' ', a.name, a.address, o.serial, o.model) ILIKE '%' || $5 || '%')
  AND ($6::text[] IS NULL OR a.id = ANY ($6))`;

const applianceRows = new BulkRows(ApplianceTable);
const observationRows = new BulkRows(ObservationTable);
const hostKeyRows = new BulkRows(HostKeyTable);
const byFirstSeen = (a: HostKey, b: HostKey) => a.firstSeenAt.getTime() - b.firstSeenAt.getTime();

/** The inventory: what operators said of appliances. What appliances say of themselves is the ReadingStore's. */
export class ApplianceStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /**
   * Adds a host or a standalone appliance, due for its first sweep at once; `pinnedKey` is trusted from the start.
   * @throws {PersistenceError} DUPLICATE - its address and port are in the inventory.
   */
  add(fresh: NewApplianceRow, pinnedKey: string | null, by: string): Promise<Appliance> {
    return this.database.transaction(async (tx) => {
      const id = newId('app');
      const row: Appliance = {
        ...fresh,
        id,
        addressOverride: null,
        portOverride: null,
        hostId: null,
        vmUuid: null,
        sortKey: sortKey(fresh.name, id),
        sweepDueAt: new Date(),
        createdAt: new Date(),
        retiredAt: null,
        version: 1,
      };
      await ensurePlaces(tx, row, by);
      await insertUnique(tx, ApplianceTable, row);
      await tx.getRepository(ObservationTable).insert({ applianceId: row.id });
      if (pinnedKey !== null) {
        await tx.getRepository(HostKeyTable).insert({
          applianceId: row.id,
          fingerprint: pinnedKey,
          algorithm: 'pinned',
          state: 'trusted',
          decidedBy: by,
          decidedAt: new Date(),
        });
      }
      await this.events.append(tx, [{ topic: 'appliances', type: 'appliance.added', subject: row.id }]);
      return row;
    });
  }

  /** An appliance that is not retired. */
  get(id: string): Promise<Appliance | null> {
    return this.database.source.getRepository(ApplianceTable).findOneBy({ id, retiredAt: IsNull() });
  }

  /** One page in inventory order: hosts by name, each followed by its instances. `after` is the last sort key seen. */
  async list(filter: ApplianceFilter, limit: number, after: string | null): Promise<ApplianceFacts[]> {
    const ids = await sql<{ id: string }>(
      this.database.source.manager,
      `SELECT a.id FROM appliance a JOIN observation o ON o.appliance_id = a.id
       WHERE ${FILTER} AND ($8::text IS NULL OR a.sort_key > $8) ORDER BY a.sort_key LIMIT $7`,
      [...parameters(filter), limit, after],
    );
    return this.facts(ids.map((row) => row.id));
  }

  async count(filter: ApplianceFilter): Promise<number> {
    const [row] = await sql<{ count: number }>(
      this.database.source.manager,
      `SELECT count(*)::int AS count FROM appliance a JOIN observation o ON o.appliance_id = a.id WHERE ${FILTER}`,
      parameters(filter),
    );
    return row?.count ?? 0;
  }

  /** Everything known of these appliances, in inventory order: one view of the database, a fixed number of queries. */
  async facts(ids: readonly string[]): Promise<ApplianceFacts[]> {
    if (ids.length === 0) return [];
    return this.database.snapshot(async (tx) => {
      const appliances = new Map((await applianceRows.find(tx, 'id', ids)).map((row) => [row.id, row]));
      const observations = await observationRows.find(tx, 'applianceId', ids);
      const hostKeys = (await hostKeyRows.find(tx, 'applianceId', ids)).toSorted(byFirstSeen);
      const around = await sql<Around>(
        tx,
        `SELECT a.id, h.name AS "hostName", b.earliest_at AS "bootAt", coalesce(a.site, h.site) AS site,
                a.groups || coalesce(h.groups, '{}') AS groups,
                (SELECT count(*)::int FROM appliance i JOIN observation io ON io.appliance_id = i.id
                 WHERE i.host_id = a.id AND i.retired_at IS NULL AND io.gone_at IS NULL) AS "instanceCount"
         FROM appliance a JOIN observation o ON o.appliance_id = a.id
         LEFT JOIN appliance h ON h.id = a.host_id LEFT JOIN boot_epoch b ON b.id = o.boot_epoch_id
         WHERE a.id = ANY ($1) ORDER BY a.sort_key`,
        [ids],
      );
      const observed = new Map(observations.map((row) => [row.applianceId, row]));
      const keysOf = new Map<string, HostKey[]>(ids.map((id) => [id, []]));
      for (const key of hostKeys) keysOf.get(key.applianceId)?.push(key);
      return around.flatMap(({ id, site, groups, ...more }) => {
        const appliance = appliances.get(id);
        const observation = observed.get(id);
        if (!appliance || !observation) return [];
        const place = { site, groups: eachOnce(groups) };
        return { appliance, observation, hostKeys: keysOf.get(id) ?? [], ...more, place };
      });
    });
  }

  /** Names of these appliances and of their hosts, retired ones among them. */
  namesOf(ids: readonly string[]): Promise<{ id: string; name: string; hostName: string | null }[]> {
    return sql(
      this.database.source.manager,
      `SELECT a.id, a.name, h.name AS "hostName" FROM appliance a LEFT JOIN appliance h ON h.id = a.host_id
       WHERE a.id = ANY ($1)`,
      [ids],
    );
  }

  /** What people call each appliance that is not retired: its name, and its host's where it runs on one. */
  directory(): Promise<(Pick<Appliance, 'id' | 'kind' | 'name'> & { hostName: string | null })[]> {
    return sql(
      this.database.source.manager,
      `SELECT a.id, a.kind, a.name, h.name AS "hostName" FROM appliance a LEFT JOIN appliance h ON h.id = a.host_id
       WHERE a.retired_at IS NULL`,
    );
  }

  /** When these boot epochs began. */
  bootStarts(epochIds: readonly string[]): Promise<{ id: string; startAt: Date }[]> {
    return sql(
      this.database.source.manager,
      'SELECT id, earliest_at AS "startAt" FROM boot_epoch WHERE id = ANY ($1)',
      [epochIds],
    );
  }

  /**
   * What the appliances that settings can be pushed to last showed, in inventory order; `after` is the last sort key,
   * `among` the only ones to look at (null: all).
   */
  observedCallHome(
    limit: number,
    after: string | null,
    among: readonly string[] | null = null,
  ): Promise<ShownCallHome[]> {
    return sql(
      this.database.source.manager,
      `SELECT a.id, a.sort_key AS "sortKey", o.call_home AS "callHome",
         o.call_home_at AS "callHomeAt", coalesce(p."values", '{}') AS applied,
         coalesce(p.conflicts, '{}') AS conflicts
       FROM appliance a JOIN observation o ON o.appliance_id = a.id LEFT JOIN applied_settings p ON p.appliance_id = a.id
       WHERE a.kind <> 'sdx-host' AND a.retired_at IS NULL AND o.gone_at IS NULL
         AND ($2::text IS NULL OR a.sort_key > $2) AND ($3::text[] IS NULL OR a.id = ANY ($3))
       ORDER BY a.sort_key LIMIT $1`,
      [limit, after, among],
    );
  }

  /** The instances of these hosts that still exist there. */
  async instancesOf(hostIds: readonly string[]): Promise<ApplianceFacts[]> {
    const rows = await sql<{ id: string }>(
      this.database.source.manager,
      `SELECT a.id FROM appliance a JOIN observation o ON o.appliance_id = a.id
       WHERE a.host_id = ANY ($1) AND a.retired_at IS NULL AND o.gone_at IS NULL`,
      [hostIds],
    );
    return this.facts(rows.map((row) => row.id));
  }

  /** Ids of every appliance that Call Home settings can be pushed to, in inventory order. */
  async configurableIds(among: readonly string[] | null): Promise<string[]> {
    const rows = await sql<{ id: string }>(
      this.database.source.manager,
      `SELECT a.id FROM appliance a JOIN observation o ON o.appliance_id = a.id
       WHERE a.kind <> 'sdx-host' AND a.retired_at IS NULL AND o.gone_at IS NULL
         AND ($1::text[] IS NULL OR a.id = ANY ($1)) ORDER BY a.sort_key`,
      [among],
    );
    return rows.map((row) => row.id);
  }

  /**
   * Changes what an operator may change. For an instance, address and port are overrides, and null takes them away.
   * @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND, DUPLICATE
   */
  patch(id: string, patch: Partial<Appliance>, expectedVersion: number): Promise<Appliance> {
    return this.database.transaction(async (tx) => {
      const row = await this.locked(tx, id, expectedVersion);
      const { address, port, ...rest } = patch;
      const place =
        row.hostId === null
          ? { address: address ?? row.address, port: port ?? row.port }
          : {
              ...(address !== undefined && { addressOverride: address }),
              ...(port !== undefined && { portOverride: port }),
            };
      const changed: Appliance = { ...row, ...rest, ...place, version: row.version + 1, sweepDueAt: new Date() };
      if (patch.name !== undefined) changed.sortKey = await this.renamed(tx, row, patch.name);
      await ensurePlaces(tx, changed, BY_INVENTORY);
      await updateUnique(tx, ApplianceTable, changed);
      const changes = inventoryChanges(shownOf(row), shownOf(changed));
      await recordChanges(tx, [{ applianceId: id, at: new Date(), changes }]);
      if (patch.credentialId !== undefined) await noteLogin(tx, id);
      await this.events.append(tx, [{ topic: 'appliances', type: 'appliance.changed', subject: id }]);
      return changed;
    });
  }

  /** Takes an appliance and its instances out of the inventory; history stays. @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND */
  retire(id: string, expectedVersion: number): Promise<void> {
    return this.database.transaction(async (tx) => {
      await this.locked(tx, id, expectedVersion);
      await sql(
        tx,
        `UPDATE appliance SET retired_at = now(), sweep_due_at = NULL, version = version + 1
         WHERE (id = $1 OR host_id = $1) AND retired_at IS NULL`,
        [id],
      );
      await this.events.append(tx, [{ topic: 'appliances', type: 'appliance.retired', subject: id }]);
    });
  }

  /**
   * Appliances that may belong to a pair or a cluster with others: those that claim one of `own`, or claim or are known
   * by one of `related`. All addresses in lower case. What they claim is compared by `groupDeployments`, not here.
   */
  relatives(own: readonly string[], related: readonly string[]): Promise<Relative[]> {
    return sql(
      this.database.source.manager,
      `SELECT a.id, a.name, a.address, a.address_override AS "addressOverride", o.facts->'deployment' AS deployment
       FROM appliance a JOIN observation o ON o.appliance_id = a.id
       WHERE a.kind <> 'sdx-host' AND a.retired_at IS NULL AND o.gone_at IS NULL AND a.id IN (
         SELECT appliance_id FROM observation WHERE related_addresses && ($1::text[] || $2::text[])
         UNION SELECT id FROM appliance WHERE lower(address) = ANY ($2) AND retired_at IS NULL
         UNION SELECT id FROM appliance WHERE lower(address_override) = ANY ($2) AND retired_at IS NULL
           AND address_override IS NOT NULL)
       ORDER BY a.id`,
      [own, related],
    );
  }

  /** Every address that some appliance claims to belong together with, in lower case: nobody else has relatives. */
  async claimedAddresses(): Promise<Set<string>> {
    const rows = await sql<{ address: string }>(
      this.database.source.manager,
      `SELECT DISTINCT unnest(related_addresses) AS address FROM observation WHERE related_addresses <> '{}'`,
    );
    return new Set(rows.map(({ address }) => address));
  }

  components(applianceId: string): Promise<Component[]> {
    return this.database.source
      .getRepository(ComponentTable)
      .find({ where: { applianceId }, order: { component: 'ASC' } });
  }

  hostKeys(applianceId: string): Promise<HostKey[]> {
    return this.database.source
      .getRepository(HostKeyTable)
      .find({ where: { applianceId }, order: { firstSeenAt: 'DESC' } });
  }

  private async locked(tx: Transaction, id: string, expectedVersion: number): Promise<Appliance> {
    const row = await tx
      .getRepository(ApplianceTable)
      .findOne({ where: { id, retiredAt: IsNull() }, lock: { mode: 'pessimistic_write' } });
    if (!row) throw new PersistenceError('NOT_FOUND', { id });
    if (row.version !== expectedVersion) throw new PersistenceError('VERSION_MISMATCH', { id, version: row.version });
    return row;
  }

  private async renamed(tx: Transaction, row: Appliance, name: string): Promise<string> {
    if (row.hostId !== null) {
      const host = await tx.getRepository(ApplianceTable).findOneByOrFail({ id: row.hostId });
      return instanceSortKey(host.sortKey, name, row.id);
    }
    const key = sortKey(name, row.id);
    await sql(tx, `UPDATE appliance SET sort_key = $2 || substr(sort_key, $3) WHERE host_id = $1`, [
      row.id,
      key,
      row.sortKey.length + 1,
    ]);
    return key;
  }
}

/** The name and the address that people see; an operator's override wins. */
const shownOf = ({ name, address, addressOverride }: Appliance) => ({ name, address: addressOverride ?? address });

const parameters = (filter: ApplianceFilter) => [
  filter.kind ?? null,
  filter.hostId ?? null,
  filter.site ?? null,
  filter.reach ?? null,
  filter.q?.replace(/[\\%_]/g, String.raw`\$&`) ?? null,
  filter.among ?? null,
];

// Byte order of these keys is inventory order: the id makes them unique, the slash puts instances after their host.
const sortKey = (name: string, id: string) => `${name.toLowerCase()}!${id}`;

/** The sort key of an instance: its host's, then its own. */
export function instanceSortKey(hostSortKey: string, name: string, id: string): string {
  return `${hostSortKey}/${name.toLowerCase()}!${id}`;
}
