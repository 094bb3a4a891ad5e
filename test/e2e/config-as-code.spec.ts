import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { Appliance, ConfigApplied, ConfigDiff, ConfigExport, Layer, Plan } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import { commandsSince, mark, named, onDevice, planFor, setLayer } from './rollout-steps.js';
import { enrolFleet, startSystem, type RunningSystem } from './running-system.js';
import { tableDigests, unfinishedSweeps } from './table-digests.js';

const HOST = 'sdx-fra-01';
const INSTANCE = 'vpx-fra-01-1';
let system: RunningSystem;
let appliances: Appliance[];

beforeAll(async () => {
  // Nothing but what the spec does is to happen to the database.
  system = await startSystem({ hosts: 2, instances: 2, workers: 2, env: { SWEEP_INTERVAL_SECONDS: '86400' } });
  appliances = await enrolFleet(system);
  await system.call('POST', '/sites', { name: 'emea' });
  await system.call('POST', '/sites', { name: 'apac' });
  await system.call('POST', '/groups', { name: 'pci', priority: 50 });
  for (const host of appliances.filter((one) => one.kind === 'sdx-host')) {
    const patch = { site: host.name === HOST ? 'emea' : 'apac', groups: host.name === HOST ? ['pci'] : [] };
    await system.call('PATCH', `/appliances/${host.id}`, patch, { 'if-match': `"${host.version}"` });
  }
  await setLayer(system, 'site:emea', { proxy: { address: '10.1.8.8', port: 3128 } });
  await setLayer(system, 'site:apac', { proxy: 'none', heartbeatIntervalDays: 20 });
  const pci = {
    settings: { proxy: { service: 'corp_proxy', port: 8080 }, uploadAlarm: null },
    locks: ['proxy'],
    lockReasons: { proxy: 'audited egress' },
    note: 'PCI egress',
  };
  await system.call('PUT', '/layers/group:pci', pci, { 'if-match': '"0"' });
  await setLayer(system, `host:${idOf(HOST)}`, { heartbeatIntervalDays: 6 });
  const own = {
    settings: { emailAddress: 'pay@tenant.example' },
    note: 'PAY-412',
    expiresAt: '2036-03-31T00:00:00.000Z',
  };
  await system.call('PUT', `/layers/instance:${idOf(INSTANCE)}`, own, { 'if-match': '"0"' });
}, 180_000);
afterAll(() => system.stop(), 60_000);

const idOf = (name: string): string => named(appliances, name).id;
const layers = (): Promise<Layer[]> => system.all<Layer>('/layers');
const diff = (file: string) => system.call<ConfigDiff>('POST', '/config/actions/diff', { file });
const apply = (file: string, rollout = 'none', more: object = {}) =>
  system.call<ConfigApplied>('POST', '/config/actions/apply', { file, rollout, ...more });
const exported = async (scope = 'all'): Promise<string> =>
  (await system.call<ConfigExport>('GET', `/config/export?scope=${encodeURIComponent(scope)}`)).file;

/** A file of these scopes. */
function fileOf(scopes: object, more: object = {}): string {
  return stringify({ apiVersion: 'sdx/v1', kind: 'CallHome', metadata: { name: 'spec' }, scopes, ...more });
}

/** Layers without what tells them apart in time, by scope. */
const revisions = (all: readonly Layer[]): [string, number][] => all.map((one) => [one.scope, one.revision]);

describe('Call Home as a file', () => {
  it('is exported so that nothing differs from it, and the same each time', async () => {
    const file = await exported();
    const found = await diff(file);
    expect(found).toMatchObject({ changes: [], removals: 0 });
    expect(await exported()).toBe(file);
    const scopes = (parse(file) as { scopes: Record<string, object> }).scopes;
    expect(Object.keys(scopes)).toEqual(['fleet', 'sites', 'groups', 'hosts', 'instances']);
    expect(scopes['groups']).toMatchObject({
      pci: { priority: 50, settings: { uploadAlarm: 'default' }, lock: ['proxy'] },
    });
    expect(Object.keys(scopes['instances'] ?? {})).toEqual([`${HOST}/${INSTANCE}`]);
  });

  it('changes nothing when it is applied as it was exported', async () => {
    const before = revisions(await layers());
    expect(await apply(await exported())).toMatchObject({ changes: [], plan: null, rollout: null });
    expect(revisions(await layers())).toEqual(before);
  });

  it('changes only the scope it names, and takes away only what it leaves out there', async () => {
    const before = await layers();
    const file = fileOf({ sites: { apac: { settings: { proxy: 'none' } } } });
    const found = await diff(file);
    expect(found.removals).toBe(1);
    expect(found.changes).toMatchObject([
      { scope: 'site:apac', keys: [{ key: 'heartbeatIntervalDays', change: 'removed', from: 20 }] },
    ]);
    await apply(file);
    const after = await layers();
    const others = (all: readonly Layer[]): Layer[] => all.filter((one) => one.scope !== 'site:apac');
    expect(others(after)).toEqual(others(before));
    expect(after.find((one) => one.scope === 'site:apac')?.settings).toEqual({ proxy: 'none' });
  });

  it.each([
    ['an unknown key', { fleet: { settings: { emailAdress: 'a@fleet.example' } } }, 'emailAddress'],
    ['an unknown place', { regions: { emea: {} } }, 'regions'],
    [
      'an interval of the wrong kind',
      { sites: { emea: { settings: { heartbeatIntervalDays: '7d' } } } },
      'heartbeatIntervalDays.*wrong-type',
    ],
    ['an interval out of range', { sites: { emea: { settings: { heartbeatIntervalDays: 31 } } } }, '30'],
    ['a host that is not there', { hosts: { 'sdx-fra-10': { settings: { enabled: true } } } }, 'sdx-fra-10'],
  ])('is refused whole for %s, and says which', async (_what, wrong, said) => {
    const before = await layers();
    const file = fileOf({ groups: { pci: { priority: 50, settings: { mode: 'CSP' } } }, ...wrong });
    await expect(apply(file)).rejects.toThrow(new RegExp(`422.*(${said})`));
    expect(await layers()).toEqual(before);
  });

  it('is refused when something has changed since it was compared', async () => {
    const file = fileOf({ sites: { apac: { settings: { proxy: 'none', heartbeatIntervalDays: 21 } } } });
    const { hash } = await diff(file);
    await setLayer(system, 'site:apac', { heartbeatIntervalDays: 22 });
    await expect(apply(file, 'none', { expect: hash })).rejects.toThrow(/409.*count-mismatch/);
    const { hash: now } = await diff(file);
    expect((await apply(file, 'none', { expect: now })).changes).toHaveLength(1);
  });

  it('owns what it names when it says so, but for the keys it leaves to people', async () => {
    const owned = { sites: { apac: { settings: { proxy: 'none' }, editable: ['emailAddress'] } } };
    await apply(fileOf(owned, { metadata: { name: 'spec', owner: 'git' } }));
    await expect(setLayer(system, 'site:apac', { proxy: { address: '10.9.9.9', port: 80 } })).rejects.toThrow(
      /403.*managed-by-git/,
    );
    const layer = await setLayer(system, 'site:apac', { emailAddress: 'apac@fleet.example' });
    expect(layer).toMatchObject({ managedBy: { type: 'git', name: 'spec', editable: ['emailAddress'] } });
  });
});

describe('a dry run', () => {
  it('answers as if it were done, and leaves every row and every appliance as it was', async () => {
    const plan = await planFor(system, { scope: 'fleet' });
    expect(plan.summary).toMatchObject({ change: 4 });
    const fleet = await system.call<Layer>('GET', '/layers/fleet');
    const policy = await system.call<{ version: number }>('GET', '/policies');
    const matching = { 'if-match': `"${fleet.revision}"` };
    const settings = { ...fleet.settings, heartbeatIntervalDays: 4 };
    const file = fileOf({ fleet: { settings: { enabled: false } }, sites: { amer: { settings: { proxy: 'none' } } } });
    const mutations: [string, string, unknown, Record<string, string>?][] = [
      ['PUT', '/layers/fleet', { settings }, matching],
      ['PATCH', '/layers/fleet', { settings: { enabled: false } }, matching],
      ['POST', '/layers/fleet/actions/revert', { revision: 0 }, matching],
      ['POST', '/sites', { name: 'amer' }],
      ['POST', '/groups', { name: 'dmz', priority: 70 }],
      ['PATCH', '/policies', { approval: { overTargets: 1 } }, { 'if-match': `"${policy.version}"` }],
      ['POST', '/plans', { scope: 'fleet' }],
      ['POST', '/rollouts', { planId: plan.id }],
      ['POST', '/config/actions/apply', { file, rollout: 'start' }],
      ['POST', `/appliances/${idOf(INSTANCE)}/drift/actions/revert`, { keys: ['heartbeatIntervalDays'] }],
      ['POST', `/appliances/${idOf(INSTANCE)}/drift/actions/read`, undefined],
    ];
    const before = await atRestDigests();
    const since = await mark(system);
    for (const [method, path, body, headers] of mutations) {
      await system.call(method, `${path}?dryRun=true`, body, headers);
    }
    expect(await tableDigests(system.databaseUrl)).toEqual(before);

    // Had one of them been meant in earnest, its work would be done before that of this one.
    const started = await system.call<{ id: string }>('POST', '/rollouts', { planId: plan.id, bakeSeconds: 0 });
    // The plan changes a key that a group locks, so it would wait for another person.
    await system.call('POST', `/rollouts/${started.id}/actions/break-glass`, { reason: 'nobody else is here' });
    await eventually(
      async () => expect(await system.call('GET', `/rollouts/${started.id}`)).toMatchObject({ state: 'done' }),
      { timeoutMs: 60_000 },
    );
    const written = (await commandsSince(system, since)).map((one) => one.command);
    expect(written.filter((command) => /hbCustomInterval 4\b|disable ns feature/.test(command))).toEqual([]);
    expect(await onDevice(system, INSTANCE)).toMatchObject({ heartbeatDays: 6, proxyAuthService: 'corp_proxy' });
    expect((await system.all('/rollouts')).length).toBe(1);
  });

  it('tells what saving a layer would change on appliances', async () => {
    const now = await system.call<Layer>('GET', '/layers/fleet');
    const body = { settings: { ...now.settings, mode: 'CSP' } };
    const path = '/layers/fleet?dryRun=true';
    const would = await system.call<Layer>('PUT', path, body, { 'if-match': `"${now.revision}"` });
    expect(would).toMatchObject({ revision: now.revision + 1, effect: { targets: 4, change: 4 } });
    expect(await system.call<Layer>('GET', '/layers/fleet')).toEqual(now);
    const { summary } = await system.call<Plan>('POST', '/plans', { scope: 'fleet' });
    expect(summary).toMatchObject({ change: 0, same: 4 });
  });
});

/** Digests of a database in which nothing is under way any more. */
async function atRestDigests(): Promise<Record<string, string>> {
  let last = await tableDigests(system.databaseUrl);
  return eventually(
    async () => {
      // Asked first: a sweep that ends between the two has written what the digest does not have.
      expect(await unfinishedSweeps(system.databaseUrl)).toBe(0);
      const now = await tableDigests(system.databaseUrl);
      const before = last;
      last = now;
      expect(now).toEqual(before);
      return now;
    },
    { timeoutMs: 30_000, everyMs: 500 },
  );
}
