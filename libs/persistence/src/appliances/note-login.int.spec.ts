import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { newAppliance } from '../places/inventory.fake.js';

let test: TestStores;
let login: string;
let other: string;
beforeAll(async () => {
  test = await openTestStores();
  const add = (name: string) => test.stores.credentials.add(name, 'nsroot', { kind: 'password', password: 'x' });
  [{ id: login }, { id: other }] = await Promise.all([add('a login'), add('another')]);
});
afterAll(() => test.close());

const statesOf = async (ids: readonly string[]) => {
  const known = await test.stores.appliances.facts(ids);
  const states = new Map(
    known.map(({ appliance, observation: { credentialState, authFailures } }) => [
      appliance.id,
      `${credentialState} ${authFailures}`,
    ]),
  );
  return ids.map((id) => states.get(id));
};
const suspend = (ids: readonly string[]) =>
  test.database.source.query(
    `UPDATE observation SET credential_state = 'suspended', auth_failures = 3 WHERE appliance_id = ANY ($1)`,
    [ids],
  );
async function give(id: string, credentialId: string | null): Promise<void> {
  const { version } = (await test.stores.appliances.get(id)) ?? { version: 0 };
  await test.stores.appliances.patch(id, { credentialId }, version);
}

/** A host and two instances; the second has a login of its own. All are suspended. */
async function suspendedHost(instanceCredentialId: string | null): Promise<[string, string, string]> {
  const fresh = { ...newAppliance({ kind: 'sdx-host' }), credentialId: login, instanceCredentialId };
  const { id } = await test.stores.appliances.add(fresh, null, 'specs');
  const seen = ['a', 'b'].map((name) => ({ uuid: `${id}-${name}`, name, address: `${id}.${name}` }));
  const { ids } = await test.stores.instances.reconcile(id, seen);
  const all: [string, string, string] = [id, ids[0] ?? '', ids[1] ?? ''];
  await give(all[2], other);
  await suspend(all);
  return all;
}

describe('ApplianceStore: another login', () => {
  it('begins anew with it, also at the instances that go by it', async () => {
    const ids = await suspendedHost(null);
    await give(ids[0], other);
    expect(await statesOf(ids)).toEqual(['untested 0', 'untested 0', 'suspended 3']);
  });

  it('leaves instances alone whose host has a login for them', async () => {
    const ids = await suspendedHost(login);
    await give(ids[0], other);
    expect(await statesOf(ids)).toEqual(['untested 0', 'suspended 3', 'suspended 3']);
  });

  it('is missing where it was taken away and there is none to fall back to', async () => {
    const ids = await suspendedHost(null);
    await give(ids[2], null);
    expect(await statesOf(ids)).toEqual(['suspended 3', 'suspended 3', 'untested 0']);
    await give(ids[0], null);
    expect(await statesOf(ids)).toEqual(['missing 0', 'missing 0', 'missing 0']);
    await give(ids[0], login);
    expect(await statesOf(ids)).toEqual(['untested 0', 'untested 0', 'untested 0']);
  });
});
