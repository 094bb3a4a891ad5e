import { In, IsNull } from 'typeorm';
import { inventoryDifference, type SeenInstance } from '../../../fleet/src/index.js';
import { sql, type Database } from '../database.js';
import type { EventStore, NewEvent } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { instanceSortKey } from './appliance-store.js';
import { ApplianceTable, ObservationTable, type Appliance } from './appliance.table.js';

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
   * Takes over the list that a host's SVM printed: new instances are added (they inherit site, groups and host key
   * policy from the host), known ones get their name and address, missing ones are marked gone, seen ones returned.
   */
  async reconcile(hostId: string, seen: readonly SeenInstance[]): Promise<Registered> {
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
      await this.events.append(tx, eventsOf(added, moved, difference));
      return {
        added: added.length,
        gone: difference.gone.length,
        returned: difference.returned.length,
        ids: [...difference.kept.map((row) => row.id), ...added.map((row) => row.id)],
      };
    });
  }

  private async markGone(tx: Parameters<typeof sql>[0], gone: readonly string[], returned: readonly string[]) {
    await sql(tx, 'UPDATE observation SET gone_at = now() WHERE appliance_id = ANY ($1)', [gone]);
    await sql(tx, 'UPDATE observation SET gone_at = NULL WHERE appliance_id = ANY ($1)', [returned]);
    await sql(tx, 'UPDATE appliance SET sweep_due_at = NULL WHERE id = ANY ($1)', [gone]);
  }
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
    site: host.site,
    groups: host.groups,
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
