import { In, IsNull } from 'typeorm';
import {
  inventoryChanges,
  inventoryDifference,
  type Chips,
  type InventoryDifference,
  type SeenInstance,
} from '../../../fleet/src/index.js';
import { sql, type Database } from '../database.js';
import type { EventStore, NewEvent } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { recordChanges, type ChangesOf } from '../inventory-history/record-changes.js';
import { instanceSortKey } from './appliance-store.js';
import { ApplianceTable, ObservationTable, type Appliance, type Observation } from './appliance.table.js';

/** An instance as its host lists it; `chips` are those assigned to it, absent or null where the list does not say. */
export interface ListedWithChips extends SeenInstance {
  readonly chips?: Chips | null;
}

/** What a host's list changed in the inventory: counts for people, ids in the order of the list for the sweep. */
export interface Registered {
  added: number;
  gone: number;
  returned: number;
  ids: string[];
}

/** Keeps a host's instances in the inventory in step with what its SVM lists. Nothing is ever deleted. */
export class InstanceRegistry {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /**
   * Takes over the list that a host's SVM printed: new instances are added (with the host's key policy; site and groups
   * they have through it), known ones get their name and address, missing ones are marked gone, seen ones returned.
   */
  async reconcile(hostId: string, seen: readonly ListedWithChips[]): Promise<Registered> {
    return this.database.transaction(async (tx) => {
      const repository = tx.getRepository(ApplianceTable);
      const host = await repository.findOneOrFail({ where: { id: hostId }, lock: { mode: 'pessimistic_write' } });
      const rows = await repository.findBy({ hostId, retiredAt: IsNull() });
      const observed = await tx.getRepository(ObservationTable).findBy({ applianceId: In(rows.map((row) => row.id)) });
      const gone = new Set(observed.filter((row) => row.goneAt !== null).map((row) => row.applianceId));
      const known = rows.map((row) => ({
        id: row.id,
        uuid: row.vmUuid,
        address: row.address,
        present: !gone.has(row.id),
      }));
      const difference = inventoryDifference(known, seen);

      const added = difference.added.map((instance) => instanceRow(host, instance));
      if (added.length > 0) {
        await repository.insert(added);
        await tx.getRepository(ObservationTable).insert(added.map((row) => ({ applianceId: row.id })));
      }
      const byId = new Map(rows.map((row) => [row.id, row]));
      const moved = difference.kept.flatMap(({ id, seen: instance }) => {
        const row = byId.get(id);
        return row ? movedRow(host, row, instance) : [];
      });
      if (moved.length > 0) await repository.upsert(moved, ['id']);
      await this.markGone(tx, difference.gone, difference.returned);
      await this.recordHistory(tx, { rows, observed, moved, difference });
      await this.events.append(tx, eventsOf(added, moved, difference));
      return {
        added: added.length,
        gone: difference.gone.length,
        returned: difference.returned.length,
        ids: [...difference.kept.map((row) => row.id), ...added.map((row) => row.id)],
      };
    });
  }

  /** Writes down what the list changed, and takes over the chips it names: an instance may be off and still have some. */
  private async recordHistory(tx: Parameters<typeof sql>[0], seen: Reconciled): Promise<void> {
    const at = new Date();
    const facts = new Map(seen.observed.map((row) => [row.applianceId, row.facts]));
    // An unchanged row is not written: a sweep of the instance itself renews its time.
    const chips = seen.difference.kept.flatMap(({ id, seen: { chips: listed } }) =>
      listed == null || isSame(listed, facts.get(id)?.chips?.value) ? [] : [[id, listed] as const],
    );
    await sql(
      tx,
      `UPDATE observation o
       SET facts = o.facts || jsonb_build_object('chips', jsonb_build_object('value', s.value, 'at', $3::text))
       FROM unnest($1::text[], $2::jsonb[]) AS s (id, value) WHERE o.appliance_id = s.id`,
      [chips.map(([id]) => id), chips.map(([, value]) => JSON.stringify(value)), at.toISOString()],
    );
    const chipsOf = new Map(chips);
    const movedTo = new Map(seen.moved.map((row) => [row.id, row]));
    const gone = new Set(seen.difference.gone);
    const returned = new Set(seen.difference.returned);
    const changes = seen.rows.map((row): ChangesOf => {
      const known = facts.get(row.id)?.chips;
      const chipsNow = chipsOf.get(row.id) ?? known?.value;
      const before = { ...shownOf(row), isPresent: !returned.has(row.id), facts: known ? { chips: known } : {} };
      const after = {
        ...shownOf(movedTo.get(row.id) ?? row),
        isPresent: !gone.has(row.id),
        facts: chipsNow ? { chips: { value: chipsNow, at: at.toISOString() } } : {},
      };
      return { applianceId: row.id, at, changes: inventoryChanges(before, after) };
    });
    await recordChanges(tx, changes);
  }

  private async markGone(tx: Parameters<typeof sql>[0], gone: readonly string[], returned: readonly string[]) {
    await sql(tx, 'UPDATE observation SET gone_at = now() WHERE appliance_id = ANY ($1)', [gone]);
    await sql(tx, 'UPDATE observation SET gone_at = NULL WHERE appliance_id = ANY ($1)', [returned]);
    await sql(tx, 'UPDATE appliance SET sweep_due_at = NULL WHERE id = ANY ($1)', [gone]);
  }
}

function isSame(listed: Chips, known: Chips | undefined): boolean {
  return listed.unit === known?.unit && listed.assigned === known.assigned && listed.up === known.up;
}

const shownOf = ({ name, address, addressOverride }: Appliance) => ({ name, address: addressOverride ?? address });

interface Reconciled {
  rows: readonly Appliance[];
  observed: readonly Observation[];
  moved: readonly Appliance[];
  difference: InventoryDifference<ListedWithChips>;
}

function instanceRow(host: Appliance, seen: SeenInstance): Appliance {
  const id = newId('app');
  const name = seen.name ?? seen.address ?? id;
  return {
    id,
    kind: 'sdx-instance',
    name,
    address: seen.address ?? '',
    port: host.instancePort,
    addressOverride: null,
    portOverride: null,
    hostId: host.id,
    vmUuid: seen.uuid,
    credentialId: null,
    instanceCredentialId: null,
    instancePort: host.instancePort,
    // A pinned key is the host's own; its instances then wait for a person.
    hostKeyPolicy: host.hostKeyPolicy === 'pinned' ? 'approve' : host.hostKeyPolicy,
    jumpHostId: null,
    algorithms: 'modern',
    channel: 'auto',
    // Its host's, wherever that stands: its own only where an operator says so.
    site: null,
    groups: [],
    sortKey: instanceSortKey(host.sortKey, name, id),
    sweepDueAt: null,
    createdAt: new Date(),
    retiredAt: null,
    version: 1,
  };
}

// The SVM's view; an operator's override of address or port is kept beside it. An unchanged row is not written.
function movedRow(host: Appliance, row: Appliance, seen: SeenInstance): Appliance[] {
  const name = seen.name ?? row.name;
  const changed: Appliance = {
    ...row,
    name,
    address: seen.address ?? row.address,
    vmUuid: seen.uuid ?? row.vmUuid,
    sortKey: instanceSortKey(host.sortKey, name, row.id),
  };
  const same = changed.name === row.name && changed.address === row.address && changed.vmUuid === row.vmUuid;
  return same ? [] : [{ ...changed, version: row.version + 1 }];
}

function eventsOf(
  added: readonly Appliance[],
  moved: readonly Appliance[],
  difference: { gone: readonly string[]; returned: readonly string[] },
): NewEvent[] {
  const event =
    (type: string) =>
    (subject: string): NewEvent => ({ topic: 'appliances', type, subject });
  return [
    ...added.map((row) => event('appliance.discovered')(row.id)),
    ...moved.map((row) => event('appliance.changed')(row.id)),
    ...difference.gone.map(event('appliance.gone')),
    ...difference.returned.map(event('appliance.returned')),
  ];
}
