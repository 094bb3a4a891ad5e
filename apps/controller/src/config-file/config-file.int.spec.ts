import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse, stringify } from 'yaml';
import type { ConfigApplied, ConfigDiff, Layer, LayerRevision } from '../../../../libs/contract/src/index.js';
import { launchController, type Answer, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let fleet: { hostId: string; ids: string[] };
beforeAll(async () => {
  controller = await launchController();
  fleet = await addFleet(controller.stores, ['vpx-pay-1', 'vpx-pay-2']);
});
afterAll(() => controller.close());

const DIFF = '/api/v1/config/actions/diff';
const APPLY = '/api/v1/config/actions/apply';

/** A file of these scopes. */
function fileOf(scopes: object, more: object = {}): string {
  return stringify({ apiVersion: 'sdx/v1', kind: 'CallHome', metadata: { name: 'spec' }, scopes, ...more });
}

async function diff(file: string, more: object = {}): Promise<ConfigDiff> {
  return (await controller.admin.call('diffConfig', { body: { file, ...more } })).body as unknown as ConfigDiff;
}

async function apply(file: string, more: object = {}): Promise<ConfigApplied> {
  const body = { file, rollout: 'none', ...more };
  return (await controller.admin.call('applyConfig', { body })).body as unknown as ConfigApplied;
}

const refused = (path: string, file: string, more: object = {}) =>
  controller.admin.ask('POST', path, { body: { file, ...more } });
const codesOf = ({ body }: Answer) => (body.errors as { code: string; pointer: string }[]).map(({ code }) => code);
const layer = async (scope: string) =>
  (await controller.admin.call('getLayer', { params: { scope } })).body as unknown as Layer;
const layers = async () => (await controller.admin.call('listLayers')).body.items as Layer[];
const exported = async (scope = 'all') =>
  (await controller.admin.call('exportConfig', { query: `?scope=${encodeURIComponent(scope)}` })).body.file as string;
const put = async (scope: string, body: object) => {
  const { revision } = await layer(scope);
  const path = `/api/v1/layers/${encodeURIComponent(scope)}`;
  return controller.admin.ask('PUT', path, { body, headers: { 'if-match': `"${revision}"` } });
};

describe('a Call Home file', () => {
  it('gives each scope what it says, adds the places that it names first, and says who wrote it and why', async () => {
    const [, second = ''] = fleet.ids;
    const file = fileOf({
      fleet: { settings: { emailAddress: 'noc@corp.example', heartbeatIntervalDays: 7 } },
      sites: { emea: { settings: { proxy: { address: '10.1.8.8', port: 3128 } } }, latam: { note: 'planned' } },
      groups: { pci: { priority: 50, settings: { heartbeatIntervalDays: 'default' }, lock: ['mode'], note: 'audit' } },
      hosts: { 'sdx-fra-03': { settings: { uploadAlarm: true } } },
      instances: {
        'sdx-fra-03/vpx-pay-2': {
          settings: { emailAddress: 'pay@corp.example' },
          reason: 'PAY-412',
          expires: '2036-03-31',
        },
      },
    });
    const found = await diff(file);
    expect(found.changes.map(({ scope, place }) => [scope, place])).toEqual([
      ['fleet', null],
      ['site:emea', null],
      ['site:latam', 'added'],
      ['group:pci', 'changed'],
      [`host:${fleet.hostId}`, null],
      [`instance:${second}`, null],
    ]);
    expect(found.effect).toMatchObject({ targets: 2, change: 2 });
    expect(await layers()).toEqual([]);

    const applied = await apply(file, { expect: found.hash });
    expect(applied).toMatchObject({ changes: found.changes, removals: 0, plan: null, rollout: null });
    expect(await layer(`instance:${second}`)).toMatchObject({
      settings: { emailAddress: 'pay@corp.example' },
      note: 'PAY-412',
      expiresAt: '2036-03-31T00:00:00.000Z',
      updatedBy: 'admin',
    });
    expect(await layer('group:pci')).toMatchObject({
      priority: 50,
      settings: { heartbeatIntervalDays: null },
      locks: ['mode'],
    });
    const { items } = (await controller.admin.call('listLayerRevisions', { params: { scope: 'fleet' } }))
      .body as unknown as {
      items: LayerRevision[];
    };
    expect(items).toMatchObject([{ revision: 1, cause: 'config', by: 'admin' }]);
  });

  it('is exported so that nothing differs from it, for everything and for one scope', async () => {
    const file = await exported();
    expect(await diff(file)).toMatchObject({ changes: [], removals: 0, warnings: [], effect: { targets: 0 } });
    expect(file.split('\n', 1)[0]).toBe(
      `# yaml-language-server: $schema=${controller.url}/api/v1/call-home.schema.json`,
    );
    const { scopes } = parse(file) as { scopes: Record<string, Record<string, unknown>> };
    expect(Object.keys(scopes.instances ?? {})).toEqual(['sdx-fra-03/vpx-pay-2']);
    const one = await exported('site:emea');
    expect((parse(one) as { scopes: object }).scopes).toEqual({
      sites: { emea: { settings: { proxy: { address: '10.1.8.8', port: 3128 } } } },
    });
    expect((await diff(one)).changes).toEqual([]);
    expect((await controller.admin.ask('GET', '/api/v1/config/export?scope=site:nowhere')).status).toBe(404);
  });

  it('is taken and given as plain YAML, too', async () => {
    const { headers, body } = await controller.admin.ask('GET', '/api/v1/config/export', {
      headers: { accept: 'application/yaml' },
    });
    expect([headers.get('content-type'), body.text]).toEqual(['application/yaml; charset=utf-8', await exported()]);
    for (const type of ['application/yaml', 'text/yaml', 'application/x-yaml; charset=utf-8']) {
      const answer = await controller.admin.ask('POST', `${DIFF}?dryRun=true`, {
        body: String(body.text),
        headers: { 'content-type': type },
      });
      expect([type, answer.status, answer.body.changes]).toEqual([type, 200, []]);
    }
  });

  it('changes nothing where it says what is there, and plans nothing', async () => {
    const before = await layers();
    expect(await apply(await exported(), { rollout: 'start' })).toMatchObject({
      changes: [],
      plan: null,
      rollout: null,
    });
    expect(await layers()).toEqual(before);
  });

  it('leaves scopes alone that it does not name, and takes away only what it leaves out where it does', async () => {
    const before = await layers();
    const file = fileOf({ fleet: { settings: { emailAddress: 'noc@corp.example' } } });
    expect(await diff(fileOf({ fleet: { settings: {} } }, { prune: 'none' }))).toMatchObject({
      changes: [],
      removals: 0,
    });
    const found = await apply(file);
    expect(found).toMatchObject({
      removals: 1,
      changes: [{ scope: 'fleet', keys: [{ key: 'heartbeatIntervalDays', change: 'removed', from: 7 }] }],
    });
    const others = (all: Layer[]) => all.filter(({ scope }) => scope !== 'fleet');
    expect(others(await layers())).toEqual(others(before));
  });

  it('empties what it does not name only where that is asked for twice', async () => {
    const file = fileOf({ fleet: { settings: { emailAddress: 'noc@corp.example' } } }, { prune: 'all' });
    expect(codesOf(await refused(DIFF, file))).toEqual(['prune-all-unconfirmed']);
    const found = await diff(file, { pruneAll: true });
    expect(found.changes.map(({ scope }) => scope)).toEqual([
      'group:pci',
      `host:${fleet.hostId}`,
      `instance:${fleet.ids[1] ?? ''}`,
      'site:emea',
      'site:latam',
    ]);
    expect(found.removals).toBe(4);
  });

  it('changes nothing if anything is wrong, and names everything with its line', async () => {
    const before = await layers();
    const file = [
      'apiVersion: sdx/v1',
      'kind: CallHome',
      'metadata: {name: spec}',
      'scopes:',
      '  fleet: {settings: {emailAddress: ok@corp.example, heartbeatIntervalDays: 31}}',
      '  sites:',
      '    emea: {settings: {emailAdress: a@corp.example}}',
      '  hosts:',
      '    sdx-fra-30: {settings: {}}',
      '  instances:',
      '    vpx-pay-1: {settings: {}}',
    ].join('\n');
    const answer = await refused(APPLY, file);
    expect(answer).toMatchObject({
      status: 422,
      body: {
        code: 'validation',
        errors: [
          { pointer: '/scopes/fleet/settings/heartbeatIntervalDays', code: 'out-of-range', line: 5 },
          { pointer: '/scopes/sites/emea/settings/emailAdress', code: 'unknown-key', line: 7 },
          { pointer: '/scopes/hosts/sdx-fra-30', code: 'unknown-appliance', line: 9 },
          { pointer: '/scopes/instances/vpx-pay-1', code: 'unknown-appliance', line: 11 },
        ],
      },
    });
    const details = (answer.body.errors as { detail: string }[]).map(({ detail }) => detail);
    expect(details[1]).toContain('did you mean emailAddress?');
    expect(details[2]).toContain('did you mean sdx-fra-03?');
    expect(details[3]).toContain('did you mean sdx-fra-03/vpx-pay-1?');
    expect(await layers()).toEqual(before);
  });

  it.each<[string, object, number, string, string[]]>([
    ['a destination that there is not', { fleet: { settings: { destination: 'dst_none' } } }, 422, 'validation', ['unknown-destination']],
    ['an end that is over', { instances: { 'sdx-fra-03/vpx-pay-1': { expires: '2020-01-01' } } }, 422, 'validation', ['expiry-past']],
    [
      'a value that the file itself locks above',
      { fleet: { lock: ['proxy'], note: 'one way out' }, sites: { emea: { settings: { proxy: 'none' } } } },
      403,
      'key-locked',
      ['locked'],
    ],
    [
      'a value that is locked above by what is there',
      { instances: { 'sdx-fra-03/vpx-pay-1': { settings: { mode: 'CSP' } } } },
      403,
      'key-locked',
      ['locked'],
    ],
    [
      'two groups of one priority',
      { groups: { pci: { priority: 50, settings: { mode: 'CSP' } }, lab: { priority: 50, settings: { mode: 'CSP' } } } },
      409,
      'group-priority-tie',
      ['tie'],
    ],
  ])('is refused whole for %s', async (_says, scopes, status, code, codes) => {
    const before = await layers();
    const answer = await refused(APPLY, fileOf({ sites: { nova: {} }, ...scopes }));
    expect({ status: answer.status, code: answer.body.code, codes: codesOf(answer) }).toEqual({ status, code, codes });
    expect(await layers()).toEqual(before);
    expect(await controller.stores.places.site('nova')).toBeNull();
  }); // prettier-ignore

  it('is refused where something has changed since it was compared', async () => {
    const file = fileOf({ sites: { latam: { settings: { mode: 'CSP' } } } });
    const { hash } = await diff(file);
    expect((await put('site:latam', { settings: { uploadAlarm: true } })).status).toBe(200);
    const stale = await refused(APPLY, file, { expect: hash });
    expect([stale.status, stale.body.code]).toEqual([409, 'count-mismatch']);
    const { hash: now } = await diff(file);
    expect((await apply(file, { expect: now })).changes).toHaveLength(1);
  });

  it('lets two groups change places, though each wants what the other has', async () => {
    const both = (pci: number, dmz: number) =>
      fileOf({
        groups: {
          pci: { priority: pci, settings: { uploadAlarm: true } },
          dmz: { priority: dmz, settings: { uploadAlarm: false } },
        },
      });
    await apply(both(50, 60));
    expect((await apply(both(60, 50))).changes.map(({ about }) => about)).toEqual([['priority'], ['priority']]);
    expect([(await layer('group:pci')).priority, (await layer('group:dmz')).priority]).toEqual([60, 50]);
    expect((await apply(both(60, 50))).changes).toEqual([]);
  });

  it('is refused beyond its size, with what it may have', async () => {
    const tooLong = await refused(DIFF, `# ${'x'.repeat(2_200_000)}`);
    expect([tooLong.status, tooLong.body.code, tooLong.body.detail]).toEqual([
      413,
      'body-too-large',
      'A Call Home file has at most 2 MiB.',
    ]);
    const huge = await controller.admin.ask('POST', DIFF, {
      body: 'x'.repeat(50 * 1_048_576),
      headers: { 'content-type': 'application/yaml' },
    });
    expect([huge.status, huge.body.code, huge.body.help]).toEqual([413, 'body-too-large', 'Keep it under 20 MiB.']);
  });

  it('is for operators to apply and for readers to compare', async () => {
    const viewer = await controller.as('viewer');
    const body = { file: fileOf({ sites: { emea: {} } }) };
    expect((await viewer.ask('POST', DIFF, { body })).status).toBe(200);
    expect((await viewer.ask('POST', APPLY, { body })).status).toBe(403);
  });
});

describe('a file that owns what it names', () => {
  const owned = (scopes: object, name = 'net') => fileOf(scopes, { metadata: { name, owner: 'git' } });

  it('keeps people out, save for the keys that it leaves to them', async () => {
    const file = owned({ sites: { latam: { settings: { mode: 'CSP' }, editable: ['emailAddress'] } } });
    expect((await apply(file)).changes).toMatchObject([{ scope: 'site:latam', about: ['owner'] }]);
    const refusal = await put('site:latam', { settings: { mode: 'Default' } });
    expect([refusal.status, refusal.body.code]).toEqual([403, 'managed-by-git']);
    expect((await put('site:latam', { settings: { mode: 'CSP', emailAddress: 'la@corp.example' } })).status).toBe(200);
    expect((await diff(file)).changes).toEqual([]);
  });

  it('keeps other files out, and is exported without a difference', async () => {
    const other = await refused(APPLY, fileOf({ sites: { latam: { settings: {} } } }));
    expect(other).toMatchObject({ status: 403, body: { code: 'managed-by-git', detail: 'the file net decides this' } });
    expect((await diff(await exported())).changes).toEqual([]);
    const alone = await exported('site:latam');
    expect(parse(alone)).toMatchObject({ metadata: { name: 'net', owner: 'git' } });
    expect((await diff(alone)).changes).toEqual([]);
  });

  it('owns on what it no longer names, says so, and gives back what it names as not owned', async () => {
    const found = await diff(owned({ sites: { emea: {} } }));
    expect(found.warnings).toMatchObject([{ code: 'still-owned', detail: expect.stringContaining('site:latam') }]);
    const back = fileOf({ sites: { latam: { settings: { mode: 'CSP' } } } }, { metadata: { name: 'net' } });
    await apply(back);
    expect((await layer('site:latam')).managedBy.type).toBe('console');
  });
});

describe('what follows on appliances', () => {
  const rollout = {
    waves: [1, '50%', '100%'],
    bake: '10m',
    stop: { failed: '10%', failedMax: 2 },
    approval: 'required',
  };

  it('is planned, for what the file changes alone', async () => {
    const file = fileOf({ sites: { emea: { settings: { proxy: { address: '10.1.8.9', port: 3128 } } } } });
    const rehearsed = await controller.admin.ask('POST', `${APPLY}?dryRun=true`, { body: { file, rollout: 'plan' } });
    const applied = await apply(file, { rollout: 'plan' });
    expect(rehearsed.body).toMatchObject({ hash: applied.hash, plan: { summary: { ...applied.plan?.summary } } });
    expect(applied.plan).toMatchObject({ selector: { scope: 'site:emea' }, keys: ['proxy'], summary: { change: 2 } });
    expect(applied.rollout).toBeNull();
  });

  it('is begun as the file says, and waits for another person where the file asks for one', async () => {
    const file = fileOf({ sites: { emea: { settings: { proxy: { address: '10.1.9.9', port: 3128 } } } } }, { rollout });
    const { rollout: begun } = await apply(file, { rollout: 'start' });
    expect(begun).toMatchObject({
      state: 'awaiting-approval',
      source: 'config',
      author: 'admin',
      name: 'Call Home file spec',
      bakeSeconds: 600,
      limits: { failedPercentOfWave: 10, failedInAll: 2 },
      needsApproval: [{ code: 'asked' }],
    });
    expect(begun?.waves.map(({ targets }) => targets)).toEqual([1, 1]);
  });
});

describe('the schema of the file', () => {
  it('is open to editors, and describes each setting', async () => {
    const { status, body } = await controller.anyone.ask('GET', '/api/v1/call-home.schema.json');
    expect([status, body.$schema]).toEqual([200, 'https://json-schema.org/draft/2020-12/schema']);
    expect(JSON.stringify(body)).toContain('Days between two heartbeats. Whole days from 1 to 30');
  });
});
