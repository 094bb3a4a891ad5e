import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { addHost } from '../places/inventory.fake.js';
import { NOTHING_SAID } from './changed-keys.js';
import { groupScope, hostScope, instanceScope, siteScope } from './scope.js';
import type { LayerContent } from './settings-layer.table.js';
import type { LayerEdit } from './write-layer.js';

let test: TestStores;
beforeAll(async () => {
  test = await openTestStores();
});
afterAll(() => test.close());

const author = { by: 'a person', cause: 'edit' } as const;
const edit = (scope: string, content: Partial<LayerContent>): LayerEdit => ({ ...NOTHING_SAID, ...content, scope });
const mail = (emailAddress: string): Partial<LayerContent> => ({ settings: { emailAddress } });
const put = (scope: string, content: Partial<LayerContent>, expectedRevision: number) =>
  test.stores.layers.put(edit(scope, content), expectedRevision, author);
const fulfilled = (results: PromiseSettledResult<unknown>[]) => results.filter(({ status }) => status === 'fulfilled');

describe('SettingsLayerStore: writing', () => {
  it('lets one of several writers of the same revision through', async () => {
    const results = await Promise.allSettled(
      ['a@x.example', 'b@x.example', 'c@x.example'].map((address) => put('fleet', mail(address), 0)),
    );
    expect(fulfilled(results)).toHaveLength(1);
    expect((await test.stores.layers.get('fleet'))?.revision).toBe(1);
    expect((await put('fleet', mail('d@x.example'), 1)).revision).toBe(2);
    await expect(put('fleet', mail('e@x.example'), 1)).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      details: { scope: 'fleet', revision: 2 },
    });
  });

  it('keeps everything that a layer says', async () => {
    const whole: LayerContent = {
      settings: { proxy: { address: '192.0.2.1', port: 3128 }, heartbeatIntervalDays: null },
      locks: ['proxy'],
      lockReasons: { proxy: 'one way out' },
      exempt: ['enabled'],
      note: 'why',
      expiresAt: new Date('2027-01-01T00:00:00Z'),
      managedBy: { type: 'git', name: 'fleet', editable: ['emailAddress'] },
    };
    const written = await put('instance:app_whole', whole, 0);
    expect(written).toMatchObject({ ...whole, rank: 'instance', priority: 0, revision: 1, updatedBy: 'a person' });
    expect(await test.stores.layers.get('instance:app_whole')).toEqual(written);
  });

  it('writes all of several layers, or none', async () => {
    const edits = [
      { edit: edit('host:app_a', mail('a@x.example')), expectedRevision: 0 },
      { edit: edit('instance:app_a', mail('b@x.example')), expectedRevision: 7 },
    ];
    await expect(test.stores.layers.putAll(edits, author)).rejects.toMatchObject({
      code: 'VERSION_MISMATCH',
      details: { scope: 'instance:app_a', revision: 0 },
    });
    expect(await test.stores.layers.list({ scopes: ['host:app_a', 'instance:app_a'] })).toEqual([]);
  });

  it.each([siteScope('nowhere'), groupScope('nobody')])('refuses %s, which there is not', async (scope) => {
    await expect(put(scope, mail('a@x.example'), 0)).rejects.toMatchObject({ code: 'NOT_FOUND', details: { scope } });
  });
});

describe('SettingsLayerStore: revisions', () => {
  const scope = 'instance:app_revised';

  it('adds one at each write, and says what it changed', async () => {
    await put(scope, { settings: { emailAddress: 'a@x.example', proxy: { address: '192.0.2.1', port: 1 } } }, 0);
    await put(scope, { settings: { proxy: { port: 1, address: '192.0.2.1' } }, locks: ['mode'] }, 1);
    await test.stores.layers.put(edit(scope, { note: 'all gone' }), 2, { by: 'another', cause: 'revert' });
    const rows = await test.stores.layers.revisions(scope, 10, null);
    expect(rows.map((row) => [row.revision, row.cause, row.by, row.changedKeys])).toEqual([
      [3, 'revert', 'another', ['proxy', 'mode']],
      [2, 'edit', 'a person', ['emailAddress', 'mode']],
      [1, 'edit', 'a person', ['emailAddress', 'proxy']],
    ]);
  });

  it('gives pages of them, and one by its number', async () => {
    const page = await test.stores.layers.revisions(scope, 1, 3);
    expect(page.map((row) => [row.revision, row.changedKeys])).toEqual([[2, ['emailAddress', 'mode']]]);
    expect((await test.stores.layers.revision(scope, 1))?.settings).toMatchObject({ emailAddress: 'a@x.example' });
    expect(await test.stores.layers.revision(scope, 4)).toBeNull();
  });

  it.each([
    [0, 'it said nothing then, and nothing now', []],
    [1, 'both values are gone', ['emailAddress', 'proxy']],
    [2, 'a value and a lock are gone', ['proxy', 'mode']],
    [3, 'it is the same one', []],
  ])('tells what changed since revision %i, when %s', async (revision, _says, keys) => {
    expect(await test.stores.layers.changedSince(scope, revision)).toEqual(keys);
  });
});

describe('SettingsLayerStore: groups', () => {
  const revisionOf = async (name: string) => (await test.stores.layers.get(groupScope(name)))?.revision ?? 0;

  it('refuses a key that a group of the same priority sets, and names both', async () => {
    for (const name of ['one', 'two']) await test.stores.places.addGroup({ name, note: null, priority: 5 }, 'specs');
    await put(groupScope('one'), mail('a@x.example'), 0);
    await put(groupScope('two'), { settings: { heartbeatIntervalDays: 7 } }, 0);
    await expect(put(groupScope('two'), mail('b@x.example'), 1)).rejects.toMatchObject({
      code: 'PRIORITY_TIE',
      details: { key: 'emailAddress', groups: 'group:one, group:two' },
    });
    expect((await put(groupScope('two'), { settings: {} }, 1)).priority).toBe(5);
  });

  it('lets one of two writers through who would make a tie together', async () => {
    for (let round = 0; round < 5; round += 1) {
      const [one, two] = [`left-${round}`, `right-${round}`];
      for (const name of [one, two]) {
        await test.stores.places.addGroup({ name, note: null, priority: 100 + round }, 'specs');
      }
      const results = await Promise.allSettled([one, two].map((name) => put(groupScope(name), mail('r@x.example'), 0)));
      expect(fulfilled(results)).toHaveLength(1);
    }
  });

  it('lets one of a priority and a layer through that would make a tie together', async () => {
    await test.stores.places.addGroup({ name: 'mover', note: null, priority: 200 }, 'specs');
    await test.stores.places.addGroup({ name: 'stayer', note: null, priority: 201 }, 'specs');
    await put(groupScope('mover'), mail('m@x.example'), 0);
    const results = await Promise.allSettled([
      test.stores.places.patchGroup('mover', { priority: 201, by: 'specs' }, 1),
      put(groupScope('stayer'), mail('s@x.example'), 0),
    ]);
    expect(fulfilled(results)).toHaveLength(1);
  });

  it('makes another priority a new revision of the layer, with the same content', async () => {
    await test.stores.places.addGroup({ name: 'ordered', note: null, priority: 300 }, 'specs');
    await put(groupScope('ordered'), mail('o@x.example'), 0);
    await test.stores.places.patchGroup('ordered', { priority: 301, by: 'a person' }, 1);
    expect(await revisionOf('ordered')).toBe(2);
    expect(await test.stores.layers.changedSince(groupScope('ordered'), 1)).toEqual([]);
    await test.stores.places.patchGroup('ordered', { note: 'only a note', by: 'a person' }, 2);
    expect(await revisionOf('ordered')).toBe(2);
  });
});

describe('SettingsLayerStore: ends of overrides', () => {
  const at = (minute: number) => new Date(Date.UTC(2026, 10, 1, 0, minute));
  const temporary = (scope: string, minute: number) =>
    put(scope, { ...mail('t@x.example'), exempt: ['proxy'], note: 'for a while', expiresAt: at(minute) }, 0);

  it('ends what is over, once, and leaves the rest', async () => {
    for (const [name, minute] of [
      ['a', 1],
      ['b', 2],
      ['c', 9],
    ] as const)
      await temporary(`instance:app_t${name}`, minute);
    const ended = await Promise.all([1, 2, 3].map(() => test.stores.layers.expireDue(at(5), 10)));
    expect(ended.flat().toSorted()).toEqual(['instance:app_ta', 'instance:app_tb']);
    expect(await test.stores.layers.get('instance:app_ta')).toMatchObject({
      ...NOTHING_SAID,
      revision: 2,
      updatedBy: 'expiry',
    });
    const [last] = await test.stores.layers.revisions('instance:app_ta', 1, null);
    expect(last).toMatchObject({ cause: 'expiry', changedKeys: ['emailAddress'] });
    expect((await test.stores.layers.get('instance:app_tc'))?.settings).toEqual({ emailAddress: 't@x.example' });
    expect(await test.stores.layers.expireDue(at(5), 10)).toEqual([]);
  });
});

describe('SettingsLayerStore: layers of appliances', () => {
  it('gives each appliance the layers that concern it, broadest first', async () => {
    const host = { name: 'sdx-layers', site: 'layered', groups: ['late', 'early'] };
    const { hostId, ids } = await addHost(test, host, ['vpx-1', 'vpx-2']);
    const [own = '', other = ''] = ids;
    for (const [scope, revision] of [
      [siteScope('layered'), 0],
      [hostScope(hostId), 0],
      [instanceScope(own), 0],
    ] as const) {
      await put(scope, mail('x@x.example'), revision);
    }
    for (const name of ['early', 'late']) await put(groupScope(name), mail('g@x.example'), 0);
    const layersOf = await test.stores.layers.forAppliances([own, other, hostId, 'app_none']);
    const resolver = await test.stores.layers.resolver();
    const places = await test.stores.places.placesOf([own]);
    const above = ['fleet', 'site:layered', 'group:early', 'group:late', hostScope(hostId)];
    const scopesOf = (id: string) => layersOf(id).map((one) => one.scope);
    expect(scopesOf(own)).toEqual([...above, instanceScope(own)]);
    expect(scopesOf(other)).toEqual(above);
    expect(scopesOf(hostId)).toEqual(above);
    expect(scopesOf('app_none')).toEqual(['fleet']);
    const place = places.get(own);
    expect(place && resolver.layersOf(place)).toEqual(layersOf(own));
  });
});
