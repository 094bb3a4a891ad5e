import type { TestStores } from '../../../testing/src/index.js';
import type { NewApplianceRow } from '../appliances/appliance-store.js';

let number = 0;

/** An appliance as an operator adds it, reached at an address of its own. */
export function newAppliance(more: Partial<NewApplianceRow>): NewApplianceRow {
  number += 1;
  return {
    kind: 'sdx-host',
    name: `appliance-${number}`,
    address: `192.0.${Math.floor(number / 250) + 2}.${(number % 250) + 1}`,
    port: 22,
    credentialId: null,
    instanceCredentialId: null,
    instancePort: 22,
    hostKeyPolicy: 'approve',
    jumpHostId: null,
    algorithms: 'modern',
    channel: 'auto',
    site: null,
    groups: [],
    ...more,
  };
}

/** Adds a host with instances of these names. */
export async function addHost(
  { stores }: TestStores,
  place: Pick<NewApplianceRow, 'name' | 'site' | 'groups'>,
  instances: readonly string[],
): Promise<{ hostId: string; ids: string[] }> {
  const host = await stores.appliances.add(newAppliance(place), null, 'specs');
  const seen = instances.map((name) => ({ uuid: `${host.id}-${name}`, name, address: newAppliance({}).address }));
  const { ids } = await stores.instances.reconcile(host.id, seen);
  return { hostId: host.id, ids };
}
