import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ObservedCallHome } from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { newAppliance } from '../places/inventory.fake.js';
import { NOTHING_SAID } from '../settings/changed-keys.js';
import { instanceScope } from '../settings/scope.js';
import type { ReadFacts } from './reading.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

let minute = 0;
const nextAt = () => new Date(Date.UTC(2026, 10, 1, 0, (minute += 1)));
const add = async () => (await test.stores.appliances.add(newAppliance({ kind: 'vpx' }), null, 'specs')).id;

const facts = (release: string | null, enabled: boolean | null): ReadFacts => ({
  model: 'VPX',
  serial: null,
  release,
  build: release,
  mode: 'standalone',
  boot: null,
  callHome: { ...({} as ObservedCallHome), enabled, release },
  registration: null,
  totalSslCores: null,
  unrecognised: {},
  components: [],
  findings: [],
});

type Told = readonly [release: string | null, enabled: boolean | null];
type Shown = readonly [id: string, release: string | null, enabled: boolean | null];
const record = (...shown: Shown[]) =>
  test.stores.readings.record(
    shown.map(([applianceId, release, enabled]) => ({
      applianceId,
      at: nextAt(),
      outcome: { kind: 'read', facts: facts(release, enabled) },
      offeredKey: null,
      channel: null,
      suppress: null,
      reportedByHost: [],
      retryInSeconds: null,
    })),
  );
const layerOf = (id: string) => test.stores.layers.get(instanceScope(id));
const remembersOf = async (id: string) => (await test.stores.appliances.facts([id]))[0]?.observation.chosenOff;

describe('ReadingStore: what a switched-off appliance shows', () => {
  it('adopts it once where the default is on, with where it was found', async () => {
    const id = await add();
    for (let time = 0; time < 3; time += 1) await record([id, '13.1', false]);
    expect(await layerOf(id)).toMatchObject({
      settings: { enabled: false },
      revision: 1,
      updatedBy: 'upgrade rule',
      note: 'found on the appliance',
    });
    const [revision] = await test.stores.layers.revisions(instanceScope(id), 10, null);
    expect(revision).toMatchObject({ cause: 'upgrade', changedKeys: ['enabled'] });
  });

  it('adopts nothing where the default is off, nor after an upgrade that switches it on', async () => {
    const id = await add();
    await record([id, '11.1', false]);
    await record([id, '12.1', true]);
    await record([id, '13.1', true]);
    expect(await layerOf(id)).toBeNull();
  });

  it('remembers a switch by hand until the next upgrade, even one that switches it on, and keeps it from then on', async () => {
    const id = await add();
    await record([id, '12.1', true]);
    await record([id, '12.1', false]);
    expect([await layerOf(id), await remembersOf(id)]).toEqual([null, true]);
    await record([id, null, null]);
    await record([id, '13.1', true]);
    expect((await layerOf(id))?.settings).toEqual({ enabled: false });
    await record([id, '14.1', true]);
    expect((await layerOf(id))?.revision).toBe(1);
  });

  it.each<[says: string, shown: Told[], overrides: number, remembers: boolean]>([
    [
      'it is no first contact after the switch could not be read',
      [
        ['12.1', true],
        ['12.1', null],
        ['12.1', false],
      ],
      0,
      true,
    ],
    [
      'nor after the release could not be',
      [
        ['12.1', true],
        [null, true],
        ['12.1', false],
      ],
      0,
      true,
    ],
    [
      'nor after several such readings',
      [
        ['12.1', true],
        ['12.1', null],
        [null, null],
        [null, false],
        ['12.1', false],
      ],
      0,
      true,
    ],
    [
      'an upgrade that began unreadable is one',
      [
        ['12.1', true],
        ['13.1', null],
        ['13.1', false],
      ],
      1,
      false,
    ],
    [
      'what shows again is what counts',
      [
        ['12.1', true],
        ['12.1', null],
        ['12.1', true],
        ['12.1', true],
      ],
      0,
      false,
    ],
    [
      'it is one where none could ever be read',
      [
        ['12.1', null],
        [null, false],
        ['12.1', false],
      ],
      1,
      false,
    ],
  ])('%s', async (_says, shown, overrides, remembers) => {
    const id = await add();
    for (const [release, enabled] of shown) await record([id, release, enabled]);
    const settings = (await layerOf(id))?.settings ?? {};
    expect([Object.keys(settings).length, await remembersOf(id)]).toEqual([overrides, remembers]);
  });

  it('takes what a rollout read back for the last that was shown', async () => {
    const id = await add();
    await record([id, '12.1', true]);
    await record([id, '12.1', null]);
    const shown = { ...({} as ObservedCallHome), enabled: false, release: '12.1' };
    await test.stores.readings.recordCallHome(id, shown, nextAt());
    await record([id, '12.1', false]);
    expect([await layerOf(id), await remembersOf(id)]).toEqual([null, false]);
  });

  it('judges each appliance of a batch for itself', async () => {
    const ids = [await add(), await add(), await add()] as const;
    await record([ids[0], '13.1', false], [ids[1], '13.1', true], [ids[2], '10.5', false]);
    const settings = await Promise.all(ids.map(async (id) => (await layerOf(id))?.settings ?? null));
    expect(settings).toEqual([{ enabled: false }, null, null]);
  });

  it('leaves it to a layer that sets the switch', async () => {
    const id = await add();
    const edit = { ...NOTHING_SAID, scope: instanceScope(id), settings: { enabled: true } };
    await test.stores.layers.put(edit, 0, { by: 'a person', cause: 'edit' });
    await record([id, '13.1', false]);
    expect(await layerOf(id)).toMatchObject({ settings: { enabled: true }, revision: 1 });
  });

  it('takes what we pushed for no choice', async () => {
    const id = await add();
    const at = nextAt().toISOString();
    const values = { enabled: { wanted: false, read: false, at, rolloutId: 'rol_1' } };
    await test.database.transaction((tx) => test.stores.applied.record(tx, id, { values, conflicts: [] }));
    await record([id, '13.1', false]);
    expect(await layerOf(id)).toBeNull();
  });

  it('keeps what else the layer says, and outlives the end of its override', async () => {
    const id = await add();
    const said = { settings: { emailAddress: 'a@x.example' }, note: 'for a week', expiresAt: new Date(0) };
    const edit = { ...NOTHING_SAID, ...said, scope: instanceScope(id) };
    await test.stores.layers.put(edit, 0, { by: 'a person', cause: 'edit' });
    await record([id, '13.1', false]);
    expect(await layerOf(id)).toMatchObject({
      settings: { emailAddress: 'a@x.example', enabled: false },
      note: 'for a week; found on the appliance',
    });
    expect(await test.stores.layers.expireDue(new Date(1), 10)).toEqual([instanceScope(id)]);
    expect(await layerOf(id)).toMatchObject({ settings: { enabled: false }, expiresAt: null });
  });

  it('does not lose a person who writes the layer at the same time', async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await add();
      const edit = { ...NOTHING_SAID, scope: instanceScope(id), settings: { emailAddress: 'a@x.example' } };
      const [, written] = await Promise.allSettled([
        record([id, '13.1', false]),
        test.stores.layers.put(edit, 0, { by: 'a person', cause: 'edit' }),
      ]);
      const email = written.status === 'fulfilled' ? { emailAddress: 'a@x.example' } : {};
      expect((await layerOf(id))?.settings).toEqual({ ...email, enabled: false });
    }
  });

  it('forgets the conflicts of an appliance that was read', async () => {
    const id = await add();
    await test.database.transaction((tx) => test.stores.applied.record(tx, id, { values: {}, conflicts: ['proxy'] }));
    await record([id, '13.1', true]);
    expect((await test.stores.applied.of([id])).get(id)?.conflicts).toEqual([]);
  });
});
