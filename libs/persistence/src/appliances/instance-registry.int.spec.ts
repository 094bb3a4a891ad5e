import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import type { NewApplianceRow } from './appliance-store.js';
import { placeOf } from './place-of.js';

let test: TestStores;
let hostId: string;
const HOST: NewApplianceRow = {
  kind: 'sdx-host',
  name: 'sdx-fra-01',
  address: '192.0.2.10',
  port: 22,
  credentialId: null,
  instanceCredentialId: null,
  instancePort: 2222,
  hostKeyPolicy: 'trust-first',
  jumpHostId: null,
  algorithms: 'modern',
  channel: 'auto',
  site: 'emea',
  groups: ['pci'],
};
const A = { uuid: 'uuid-a', name: 'vpx-a', address: '192.0.2.21' };
const B = { uuid: 'uuid-b', name: 'vpx-b', address: '192.0.2.22' };

beforeAll(async () => {
  test = await openTestStores();
  hostId = (await test.stores.appliances.add(HOST, null, 'specs')).id;
});
afterAll(() => test.close());

const reconcile = (...seen: (typeof A)[]) => test.stores.instances.reconcile(hostId, seen);
const present = async () => (await test.stores.appliances.instancesOf([hostId])).map((one) => one.appliance.name);

describe('InstanceRegistry', () => {
  it('adds what a host lists, below the host and with what it inherits', async () => {
    expect(await reconcile(A, B)).toMatchObject({ added: 2, gone: 0, returned: 0 });
    const list = await test.stores.appliances.list({}, 10, null);
    expect(list.map((one) => one.appliance.name)).toEqual(['sdx-fra-01', 'vpx-a', 'vpx-b']);
    expect(list[1]?.appliance).toMatchObject({ kind: 'sdx-instance', site: null, groups: [], port: 2222 });
    expect(list[1]?.place).toEqual({ site: 'emea', groups: ['pci'] });
  });

  it('marks a missing one gone, keeps it, and knows it when it returns under another name', async () => {
    await reconcile(A, B);
    const before = (await test.stores.appliances.instancesOf([hostId])).map((one) => one.appliance.id);
    expect(await reconcile(A)).toMatchObject({ gone: 1 });
    expect(await present()).toEqual(['vpx-a']);
    expect(await reconcile(A, { ...B, name: 'vpx-renamed' })).toMatchObject({ added: 0, returned: 1 });
    expect(await present()).toEqual(['vpx-a', 'vpx-renamed']);
    expect((await test.stores.appliances.instancesOf([hostId])).map((one) => one.appliance.id).toSorted()).toEqual(
      before.toSorted(),
    );
  });

  it("keeps an operator's own address and port for an instance behind NAT", async () => {
    const [first] = await test.stores.appliances.instancesOf([hostId]);
    if (!first) throw new Error('the host has instances');
    await test.stores.appliances.patch(
      first.appliance.id,
      { address: '198.51.100.7', port: 2022 },
      first.appliance.version,
    );
    await reconcile({ ...A, address: '192.0.2.99' }, B);
    const [host] = await test.stores.appliances.facts([hostId]);
    const [after] = await test.stores.appliances.facts([first.appliance.id]);
    if (!after) throw new Error('the instance is still there');
    expect(after.appliance.address).toBe('192.0.2.99');
    expect(placeOf(after, host ?? null)).toMatchObject({ address: '198.51.100.7', port: 2022 });
  });
});
