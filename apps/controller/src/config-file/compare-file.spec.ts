import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SETTING_KEYS, type SettingKey } from '../../../../libs/callhome/src/index.js';
import { NOTHING_SAID, rankOf, type LayerContent, type SettingsLayer } from '../../../../libs/persistence/src/index.js';
import { ApplianceNames, type NamedAppliance } from './appliance-names.js';
import { compareFile, type FleetState } from './compare-file.js';
import { lockedProblems, layersAfter } from './judge-comparison.js';
import { groupMoves } from './place-edits.js';
import { readFile } from './read-file.js';
import { renderFile, saysSomething } from './render-file.js';
import { rulesOf, wantedLayers } from './wanted-layer.js';

const HOST = `app_${'0'.repeat(26)}`;
const ID = (n: number) => `app_${String(n).padStart(26, '0')}`;
const APPLIANCES: NamedAppliance[] = [
  { id: HOST, kind: 'sdx-host', name: 'sdx-1', hostName: null },
  { id: ID(1), kind: 'sdx-instance', name: 'vpx', hostName: 'sdx-1' },
  { id: ID(2), kind: 'sdx-instance', name: 'twin', hostName: 'sdx-1' },
  { id: ID(3), kind: 'sdx-instance', name: 'twin', hostName: 'sdx-1' },
  { id: ID(4), kind: 'mpx', name: 'mpx: #1', hostName: null },
];
const NAMES = new ApplianceNames(APPLIANCES);
const RETIRED = `instance:${ID(9)}`;
const SCOPES = [
  'fleet',
  'site:emea',
  'site:no',
  'group:1.10',
  'group:pci',
  `host:${HOST}`,
  ...[1, 2, 3, 4].map((n) => `instance:${ID(n)}`),
  RETIRED,
];

const text = fc
  .oneof(
    fc.string({ maxLength: 40 }),
    fc.constantFrom('', ' x ', 'a: b', '- x', '#', 'yes', '"', "it's", 'a\nb', '|', '*x', '💾'),
  )
  .filter((each) => !/\0|\$\{secret:/.test(each));
// As a database gives them.
const PLAIN = { noNullPrototype: true } as const;
const values: Record<SettingKey, fc.Arbitrary<unknown>> = {
  enabled: fc.boolean(),
  emailAddress: fc.constantFrom('noc@corp.example', 'a.b+c@x.example'),
  proxy: fc.oneof(
    fc.constant('none'),
    fc.record(
      { address: fc.constantFrom('10.0.0.1', '2001:db8::1'), port: fc.integer({ min: 1, max: 65_535 }) },
      PLAIN,
    ),
    fc.record({ service: fc.constantFrom('svc', 'proxy 1'), port: fc.constant(80) }, PLAIN),
  ),
  heartbeatIntervalDays: fc.integer({ min: 1, max: 30 }),
  mode: fc.constantFrom('Default', 'CSP', 'Connector'),
  uploadAlarm: fc.boolean(),
  uploadVia: fc.constantFrom('controller', 'instance'),
  destination: fc.constantFrom('dst_1', 'dst_2'),
  review: fc.constantFrom('send', 'hold'),
  redaction: fc.constantFrom('none', 'secrets', 'full'),
  saveConfig: fc.constantFrom('when-clean', 'always', 'never'),
};
const settings = fc.record(Object.fromEntries(SETTING_KEYS.map((key) => [key, fc.option(values[key])])), {
  requiredKeys: [],
});
const keys = fc.uniqueArray(fc.constantFrom(...SETTING_KEYS), { maxLength: 4 });
const reason = text.filter((each) => each.trim() !== '');

const layerAt = (scope: string): fc.Arbitrary<SettingsLayer> =>
  fc
    .record({ settings, locks: keys, reason, isReasoned: fc.boolean(), note: fc.option(text), days: fc.option(fc.integer({ min: 0, max: 4000 })), owner: fc.option(fc.constantFrom('net', 'export')), editable: keys })
    .map(({ settings: set, locks, reason: why, isReasoned, note, days, owner, editable }) => {
      const [first] = locks;
      const content: LayerContent = {
        settings: set,
        locks,
        lockReasons: isReasoned && first !== undefined ? { [first]: why } : {},
        exempt: [],
        note,
        expiresAt: days === null || !scope.startsWith('instance:') ? null : new Date(Date.UTC(2036, 0, 1) + days * 40_000_000),
        managedBy: owner === null ? null : { type: 'git', name: owner, editable: SETTING_KEYS.filter((key) => editable.includes(key)) },
      };
      return { ...content, scope, rank: rankOf(scope), priority: 0, revision: 3, updatedBy: 'x', updatedAt: new Date(0) };
    }); // prettier-ignore
const fleets = fc.subarray(SCOPES).chain((scopes) => fc.tuple(...scopes.map(layerAt)));

const PRIORITIES = new Map([['1.10', 7], ['pci', 50]]); // prettier-ignore
function stateOf(layers: readonly SettingsLayer[]): FleetState {
  return {
    layers: new Map(layers.map((layer) => [layer.scope, layer])),
    sites: new Set(['emea', 'no']),
    groups: new Map([...PRIORITIES].map(([name, priority]) => [name, { priority, version: 1 }])),
  };
}
const exportOf = (layers: readonly SettingsLayer[]) =>
  renderFile({
    layers: layers.filter(saysSomething),
    names: NAMES,
    priorities: PRIORITIES,
    schemaUrl: 'http://controller/schema.json',
    owners: layers.flatMap(({ managedBy }) => managedBy?.name ?? []),
  });

function compared(source: string, layers: readonly SettingsLayer[]) {
  const read = readFile(source);
  expect(read.problems).toEqual([]);
  if (read.file === null) throw new TypeError('unreadable');
  expect(NAMES.problemsIn(read.raw)).toEqual([]);
  const wanted = wantedLayers(read.file, NAMES);
  return { ...compareFile(wanted, rulesOf(read.file), { ...stateOf(layers), emptying: [] }), wanted };
}

/** Layers as they are once a comparison has been written. */
function written(layers: readonly SettingsLayer[], { edits }: ReturnType<typeof compared>): SettingsLayer[] {
  const after = new Map(layers.map((layer) => [layer.scope, layer]));
  for (const { scope, after: content } of edits) {
    const row = after.get(scope) ?? {
      scope,
      rank: rankOf(scope),
      priority: 0,
      revision: 0,
      updatedBy: 'x',
      updatedAt: new Date(0),
    };
    after.set(scope, { ...row, ...content, revision: row.revision + 1 });
  }
  return [...after.values()];
}

describe('an exported file', () => {
  it('differs in nothing from what it was made of, whatever that is', () => {
    fc.assert(
      fc.property(fleets, (layers) => {
        const { changes, edits, removals, refused } = compared(exportOf(layers), layers);
        expect({ changes, edits, removals, refused }).toEqual({ changes: [], edits: [], removals: 0, refused: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('is the same text whatever order the layers come in, and once more after it was taken over by an empty fleet', () => {
    fc.assert(
      fc.property(fleets, (layers) => {
        const own = layers.map((layer) => ({ ...layer, managedBy: null }));
        const file = exportOf(own);
        expect(exportOf(own.toReversed())).toBe(file);
        expect(exportOf(written([], compared(file, [])))).toBe(file);
      }),
      { numRuns: 40 },
    );
  });

  it('leaves out what has left the inventory, and names by id what shares its name', () => {
    const said = (scope: string): SettingsLayer => ({
      ...NOTHING_SAID,
      settings: { mode: 'CSP' },
      scope,
      rank: rankOf(scope),
      priority: 0,
      revision: 1,
      updatedBy: 'x',
      updatedAt: new Date(0),
    });
    const file = exportOf(SCOPES.map(said));
    const raw = readFile(file).raw as { scopes: { instances: object } };
    expect(Object.keys(raw.scopes.instances)).toEqual([ID(2), ID(3), 'mpx: #1', 'sdx-1/vpx']);
  });
});

describe('names of appliances', () => {
  it.each<[string, object, string]>([
    ['shared by two', { instances: { 'sdx-1/twin': {} } }, 'ambiguous-name'],
    ['of an instance among hosts', { hosts: { 'sdx-1/vpx': {} } }, 'unknown-appliance'],
    ['of one that has left', { instances: { [ID(9)]: {} } }, 'unknown-appliance'],
    ['and an id of the same one', { instances: { 'sdx-1/vpx': {}, [ID(1)]: {} } }, 'named-twice'],
  ])('%s are refused', (_says, scopes, code) => {
    expect(NAMES.problemsIn({ scopes }).map((problem) => problem.code)).toEqual([code]);
  });
});

describe('a file that is taken over', () => {
  const head = 'apiVersion: sdx/v1\nkind: CallHome\nmetadata: {name: spec}\n';
  const layer = (scope: string, content: Partial<LayerContent>): SettingsLayer => ({
    ...NOTHING_SAID,
    ...content,
    scope,
    rank: rankOf(scope),
    priority: 0,
    revision: 1,
    updatedBy: 'x',
    updatedAt: new Date(0),
  });

  it('changes nothing more when it is taken over again', () => {
    fc.assert(
      fc.property(fleets, fleets, (one, other) => {
        const file = exportOf(one.map((each) => ({ ...each, managedBy: null })));
        const layers = other.map((each) => ({ ...each, managedBy: null }));
        const again = compared(file, written(layers, compared(file, layers)));
        expect(again).toMatchObject({ changes: [], edits: [] });
      }),
      { numRuns: 40 },
    );
  });

  it('writes no scope that it does not name', () => {
    fc.assert(
      fc.property(fleets, fleets, (one, layers) => {
        const { edits, wanted } = compared(exportOf(one), layers);
        const named = new Set(wanted.map(({ scope }) => scope));
        expect(edits.filter(({ scope }) => !named.has(scope))).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes nothing away where it prunes nothing', () => {
    const before = layer('fleet', {
      settings: { mode: 'CSP', enabled: true },
      locks: ['mode'],
      lockReasons: { mode: 'why' },
      note: 'kept',
    });
    const { edits, removals } = compared(
      `${head}prune: none\nscopes: {fleet: {settings: {enabled: false}, lock: [proxy]}}`,
      [before],
    );
    expect(removals).toBe(0);
    expect(edits[0]?.after).toMatchObject({
      settings: { mode: 'CSP', enabled: false },
      locks: ['proxy', 'mode'],
      lockReasons: { mode: 'why' },
      note: 'kept',
    });
  });

  it('may keep a value below a lock that was there before, and sets no other', () => {
    const layers = [layer('fleet', { locks: ['mode'] }), layer('site:emea', { settings: { mode: 'CSP' } })];
    const problemsOf = (mode: string) => {
      const { edits } = compared(`${head}scopes: {sites: {emea: {settings: {mode: ${mode}, enabled: true}}}}`, layers);
      return lockedProblems(edits, { layers: layersAfter(stateOf(layers), edits, new Map()), places: new Map() });
    };
    expect(problemsOf('CSP')).toEqual([]);
    expect(problemsOf('Default')).toMatchObject([{ pointer: '/scopes/sites/emea/settings/mode', code: 'locked' }]);
  });
});

describe('groups that get other priorities', () => {
  const moves = (now: Record<string, number>, after: Record<string, number>) =>
    groupMoves(
      { groups: new Map(Object.entries(now).map(([name, priority]) => [name, { priority, version: 1 }])) },
      new Map(Object.entries({ ...now, ...after }).map(([name, priority]) => [`group:${name}`, priority])),
    );

  it.each<[string, Record<string, number>, Record<string, number>, string[], string[]]>([
    ['none', { a: 1, b: 2 }, { a: 1 }, [], []],
    ['one, to a free number', { a: 1, b: 2 }, { a: 9 }, ['a=9'], []],
    ['two that change places', { a: 1, b: 2 }, { a: 2, b: 1 }, ['a=3', 'b=4'], ['a=2', 'b=1']],
    ['one, to the number of another', { a: 1, b: 2 }, { a: 2 }, ['a=3'], ['a=2']],
    ['two, to one number', { a: 1, b: 2 }, { a: 5, b: 5 }, ['a=6', 'b=7'], ['a=5', 'b=5']],
  ])('%s', (_says, now, after, first, last) => {
    const said = ({ name, priority }: { name: string; priority: number }) => `${name}=${priority}`;
    const found = moves(now, after);
    expect([found.first.map(said), found.last.map(said)]).toEqual([first, last]);
  });
});
