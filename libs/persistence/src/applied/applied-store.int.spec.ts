import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { AppliedSettings, PushedKey } from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { newAppliance } from '../places/inventory.fake.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const record = (id: string, values: AppliedSettings, conflicts: PushedKey[] = []) =>
  test.database.transaction((tx) => test.stores.applied.record(tx, id, { values, conflicts }));

describe('AppliedStore', () => {
  it('keeps the keys that a later rollout does not name, and only the last conflicts', async () => {
    const { id } = await test.stores.appliances.add(newAppliance({ kind: 'mpx' }), null, 'specs');
    const mode = { wanted: 'CSP', read: 'CSP', at: '2026-11-01T00:00:00Z', rolloutId: 'rol_1' };
    const proxy = { wanted: null, read: 'none', at: '2026-11-02T00:00:00Z', rolloutId: 'rol_2' };
    await record(id, { mode, proxy: mode }, ['enabled']);
    await record(id, { proxy }, ['mode']);
    expect(await test.stores.applied.of([id, 'app_none'])).toEqual(
      new Map([[id, { values: { mode, proxy }, conflicts: ['mode'] }]]),
    );
    const [shown] = await test.stores.appliances.observedCallHome(10, null);
    expect(shown).toMatchObject({ id, applied: { mode, proxy }, conflicts: ['mode'] });
  });
});
