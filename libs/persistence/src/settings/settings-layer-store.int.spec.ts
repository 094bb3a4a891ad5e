import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { instanceScope, type NewLayer } from './settings-layer-store.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const layer = (scope: string, emailAddress: string): NewLayer => ({
  scope,
  rank: scope === 'fleet' ? 'fleet' : 'instance',
  priority: 0,
  settings: { emailAddress },
  locks: [],
  note: null,
  updatedBy: 'a person',
});

describe('SettingsLayerStore', () => {
  it('lets one of several writers of the same revision through', async () => {
    const results = await Promise.allSettled(
      ['a@x.example', 'b@x.example', 'c@x.example'].map((mail) => test.stores.layers.put(layer('fleet', mail), 0)),
    );
    expect(results.filter((result) => result.status === 'fulfilled')).toHaveLength(1);
    expect((await test.stores.layers.get('fleet'))?.revision).toBe(1);
    const again = await test.stores.layers.put(layer('fleet', 'd@x.example'), 1);
    expect(again.revision).toBe(2);
    await expect(test.stores.layers.put(layer('fleet', 'e@x.example'), 1)).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
    });
  });

  it('gives each appliance the layers that concern it', async () => {
    await test.stores.layers.put(layer(instanceScope('app_1'), 'own@x.example'), 0);
    const layersOf = await test.stores.layers.forAppliances(['app_1', 'app_2']);
    expect(layersOf('app_1').map((one) => one.scope)).toEqual(['fleet', 'instance:app_1']);
    expect(layersOf('app_2').map((one) => one.scope)).toEqual(['fleet']);
  });
});
