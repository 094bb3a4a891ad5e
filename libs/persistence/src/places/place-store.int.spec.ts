import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Place } from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { NOTHING_SAID } from '../settings/changed-keys.js';
import { hostScope, instanceScope } from '../settings/scope.js';
import { addHost, newAppliance } from './inventory.fake.js';

let test: TestStores;
let members: { hostId: string; ids: string[] } | undefined;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const write = (scope: string) =>
  test.stores.layers.put({ ...NOTHING_SAID, scope, settings: { mode: 'CSP' } }, 0, { by: 'specs', cause: 'edit' });
const placeOf = async (id: string) => (await test.stores.places.placesOf([id])).get(id);

describe('PlaceStore: where appliances stand', () => {
  it('gives an instance what its host has, until an operator gives it a site of its own', async () => {
    const host = { name: 'sdx-in', site: 'emea', groups: ['pci', 'bank'] };
    const { hostId, ids } = await addHost(test, host, ['vpx-in']);
    const [id = ''] = ids;
    expect(await placeOf(id)).toEqual({ id, site: 'emea', groups: ['bank', 'pci'], hostId });
    await test.stores.appliances.patch(id, { site: 'apac', groups: ['pci', 'lab'] }, 1);
    expect(await placeOf(id)).toEqual({ id, site: 'apac', groups: ['bank', 'lab', 'pci'], hostId });
    expect(await placeOf(hostId)).toEqual({ id: hostId, site: 'emea', groups: ['bank', 'pci'], hostId });
  });

  it('leaves the host out for what stands alone, and what is not in the inventory', async () => {
    const { id } = await test.stores.appliances.add(newAppliance({ kind: 'mpx', site: 'emea' }), null, 'specs');
    expect(await test.stores.places.placesOf([id, 'app_none'])).toEqual(
      new Map([[id, { id, site: 'emea', groups: [], hostId: null }]]),
    );
  });

  it('lets the list of appliances be narrowed to a site that stands at the host', async () => {
    await addHost(test, { name: 'sdx-listed', site: 'listed', groups: ['listed'] }, ['vpx-a', 'vpx-b']);
    const names = (await test.stores.appliances.list({ site: 'listed' }, 10, null)).map((one) => one.appliance.name);
    expect(names).toEqual(['sdx-listed', 'vpx-a', 'vpx-b']);
    expect((await test.stores.places.site('listed'))?.appliances).toBe(3);
    expect((await test.stores.places.group('listed'))?.appliances).toBe(3);
  });
});

describe('PlaceStore: members', () => {
  it.each<[string, (made: { hostId: string; ids: string[] }) => string, string[]]>([
    ['a site', () => 'site:m-site', ['vpx-m1', 'vpx-m2']],
    ['a group', () => 'group:m-group', ['vpx-m1', 'vpx-m2']],
    ['a host', ({ hostId }) => hostScope(hostId), ['vpx-m1', 'vpx-m2']],
    ['an instance', ({ ids }) => instanceScope(ids[1] ?? ''), ['vpx-m2']],
    ['a site that there is not', () => 'site:nowhere', []],
  ])('are those under %s, in inventory order, without the host', async (_says, scopeOf, expected) => {
    const at = { name: 'sdx-m', site: 'm-site', groups: ['m-group'] };
    members ??= await addHost(test, at, ['vpx-m2', 'vpx-m1', 'vpx-gone']);
    await test.stores.instances.reconcile(members.hostId, [
      { uuid: `${members.hostId}-vpx-m1`, name: 'vpx-m1', address: '198.51.100.1' },
      { uuid: `${members.hostId}-vpx-m2`, name: 'vpx-m2', address: '198.51.100.2' },
    ]);
    const ids = (await test.stores.appliances.instancesOf([members.hostId])).map((one) => one.appliance.id);
    const found = await test.stores.places.memberIds(scopeOf({ ...members, ids }));
    const names = await test.stores.appliances.namesOf(found);
    const nameOf = new Map(names.map(({ id, name }) => [id, name]));
    expect(found.map((id) => nameOf.get(id))).toEqual(expected);
  });
});

describe('PlaceStore: combinations', () => {
  it('count what counting one by one gives, at every level', async () => {
    // A small generator of its own: the same fleet at every run.
    let seed = 7;
    const pick = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(seed / 65_536) % n;
    };
    const some = (names: string[]) => names.filter(() => pick(2) === 0);
    const sites = ['c-one', 'c-two', null];
    const hosts: { hostId: string; ids: string[] }[] = [];
    for (let i = 0; i < 6; i += 1) {
      const at = { name: `sdx-c${i}`, site: sites[pick(3)] ?? null, groups: some(['c-x', 'c-y']) };
      hosts.push(await addHost(test, at, ['a', 'b', 'c', 'd', 'e', 'f', 'g'].slice(pick(4))));
    }
    for (const { hostId, ids } of hosts) {
      if (pick(2) === 0) await write(hostScope(hostId));
      for (const id of ids) {
        if (pick(3) === 0) await write(instanceScope(id));
        if (pick(3) === 0) await test.stores.appliances.patch(id, { site: 'c-two', groups: some(['c-y', 'c-x']) }, 1);
      }
    }
    const layered = new Set((await test.stores.layers.list()).map(({ scope }) => scope));
    for (const scope of ['fleet', 'site:c-one', 'site:c-two', 'group:c-x', hostScope(hosts[0]?.hostId ?? '')]) {
      const ids = await test.stores.places.memberIds(scope);
      const places = await test.stores.places.placesOf(ids);
      const nameOf = ({ id, site, groups, hostId }: Place) =>
        JSON.stringify([
          site,
          groups,
          hostId !== null && layered.has(hostScope(hostId)) ? hostId : null,
          layered.has(instanceScope(id)) ? id : null,
        ]);
      const expected = new Map<string, string[]>();
      for (const id of ids) {
        const place = places.get(id);
        if (place) expected.set(nameOf(place), [...(expected.get(nameOf(place)) ?? []), id]);
      }
      const found = await test.stores.places.combinations(scope);
      expect(Object.fromEntries(found.map(({ place, count }) => [nameOf(place), count]))).toEqual(
        Object.fromEntries([...expected].map(([name, members]) => [name, members.length])),
      );
      for (const { place, sample } of found) {
        expect(sample).toEqual(expected.get(nameOf(place))?.toSorted().slice(0, 5));
      }
      expect(found.length).toBeGreaterThan(1);
    }
  });
});

describe('PlaceStore: sites and groups', () => {
  it('are made when an appliance names them first, a group over all others', async () => {
    await test.stores.places.addGroup({ name: 'top', note: null, priority: 5000 }, 'specs');
    const row = newAppliance({ kind: 'mpx', site: 'fresh', groups: ['top', 'newer', 'newest'] });
    await test.stores.appliances.add(row, null, 'a person');
    expect(await test.stores.places.site('fresh')).toMatchObject({ createdBy: 'a person', version: 1, appliances: 1 });
    const priorities = await Promise.all(
      ['top', 'newer', 'newest'].map(async (name) => (await test.stores.places.group(name))?.priority),
    );
    expect(priorities).toEqual([5000, 5010, 5020]);
  });

  it('are made once, with priorities of their own, by appliances that are added at the same time', async () => {
    await Promise.all(
      ['r1', 'r2', 'r1', 'r3', 'r2'].map((name) =>
        test.stores.appliances.add(newAppliance({ kind: 'mpx', site: 'raced', groups: [name] }), null, 'specs'),
      ),
    );
    const groups = await Promise.all(['r1', 'r2', 'r3'].map((name) => test.stores.places.group(name)));
    expect(groups.map((group) => group?.appliances)).toEqual([2, 2, 1]);
    expect(new Set(groups.map((group) => group?.priority)).size).toBe(3);
  });

  it('have a version that the next change must name', async () => {
    await test.stores.places.addSite({ name: 'versioned', note: null }, 'specs');
    await expect(test.stores.places.addSite({ name: 'versioned', note: null }, 'specs')).rejects.toMatchObject({
      code: 'DUPLICATE',
    });
    expect(await test.stores.places.patchSite('versioned', { note: 'n' }, 1)).toMatchObject({ note: 'n', version: 2 });
    await expect(test.stores.places.patchSite('versioned', {}, 1)).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      details: { name: 'versioned', version: 2 },
    });
    await test.stores.places.removeSite('versioned', 2);
    await expect(test.stores.places.patchSite('versioned', {}, 2)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('stay while an appliance names them, or their layer says something', async () => {
    const kept = newAppliance({ kind: 'mpx', site: 'kept', groups: ['kept'] });
    await test.stores.appliances.add(kept, null, 'specs');
    const used = { code: 'IN_USE', details: { appliances: 1 } };
    await expect(test.stores.places.removeSite('kept', 1)).rejects.toMatchObject(used);
    await expect(test.stores.places.removeGroup('kept', 1)).rejects.toMatchObject(used);
    await test.stores.places.addGroup({ name: 'speaking', note: null, priority: 9000 }, 'specs');
    await write('group:speaking');
    await expect(test.stores.places.removeGroup('speaking', 1)).rejects.toMatchObject({ code: 'IN_USE' });
    const edit = { ...NOTHING_SAID, scope: 'group:speaking' };
    await test.stores.layers.put(edit, 1, { by: 'specs', cause: 'edit' });
    await test.stores.places.removeGroup('speaking', 1);
    expect(await test.stores.places.group('speaking')).toBeNull();
  });

  it('come in pages by name', async () => {
    for (const name of ['page-c', 'page-a', 'page-b']) await test.stores.places.addSite({ name, note: null }, 'specs');
    const names = (await test.stores.places.sites(2, 'page-a')).map(({ name }) => name);
    expect(names).toEqual(['page-b', 'page-c']);
  });
});
