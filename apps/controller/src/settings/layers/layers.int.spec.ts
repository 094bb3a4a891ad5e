import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Layer, LayerRevision } from '../../../../../libs/contract/src/index.js';
import { NOTHING_SAID } from '../../../../../libs/persistence/src/index.js';
import { launchController, type ControllerUnderTest } from '../../controller-under-test.fake.js';
import { addFleet } from '../../fleet-under-test.fake.js';
import { patchLayer, putLayer } from '../layers-under-test.fake.js';

const NOWHERE = `app_${'0'.repeat(26)}`;

let controller: ControllerUnderTest;
let hostId: string;
let ids: string[];
beforeAll(async () => {
  controller = await launchController();
  ({ hostId, ids } = await addFleet(controller.stores, ['vpx-1', 'vpx-2']));
});
afterAll(() => controller.close());

const put = (scope: string, body: unknown, query = '') => putLayer(controller.admin, scope, body, query);
const instance = (index: number) => `instance:${ids[index] ?? ''}`;
const layerOf = async (scope: string) =>
  (await controller.admin.call('getLayer', { params: { scope } })).body as unknown as Layer;

describe('a scope', () => {
  it.each([
    ['the fleet', () => 'fleet'],
    ['a site that an appliance names', () => 'site:emea'],
    ['a group that an appliance names', () => 'group:pci'],
    ['a host', () => `host:${hostId}`],
    ['an instance', () => instance(0)],
  ])('has a layer where it is %s', async (_, scope) => {
    expect(await layerOf(scope())).toMatchObject({ scope: scope(), revision: 0, managedBy: { type: 'console' } });
  });

  it.each([
    ['a word', () => 'galaxy'],
    ['a site that is nowhere', () => 'site:atlantis'],
    ['a group that nobody is in', () => 'group:none'],
    ['an appliance that does not exist', () => `instance:${NOWHERE}`],
    ['a host that does not exist', () => `host:${NOWHERE}`],
    ['a host as an instance', () => `instance:${hostId}`],
    ['an instance as a host', () => `host:${ids[0] ?? ''}`],
    ['the layer that is built in', () => 'built-in'],
  ])('is not found where it is %s', async (_, scope) => {
    const path = `/api/v1/layers/${encodeURIComponent(scope())}`;
    for (const address of [path, `${path}/revisions`, `/api/v1/effective?scope=${encodeURIComponent(scope())}`]) {
      expect([404, 422]).toContain((await controller.admin.ask('GET', address)).status);
    }
    const { status, body } = await controller.admin.ask('PUT', path, {
      body: { settings: {} },
      headers: { 'if-match': '"0"' },
    });
    expect({ status, code: body.code }).toEqual({ status: 404, code: 'not-found' });
  });
});

describe('bad input', () => {
  const settings = (values: unknown) => ({ settings: values });
  it.each<[string, () => string, unknown, string, string]>([
    ['an interval of 0', () => 'fleet', settings({ heartbeatIntervalDays: 0 }), '/settings/heartbeatIntervalDays', 'out-of-range'],
    ['an interval of 31', () => 'fleet', settings({ heartbeatIntervalDays: 31 }), '/settings/heartbeatIntervalDays', 'out-of-range'],
    ['an interval in words', () => 'fleet', settings({ heartbeatIntervalDays: '7d' }), '/settings/heartbeatIntervalDays', 'wrong-type'],
    ['a port without an address', () => 'fleet', settings({ proxy: { port: 80 } }), '/settings/proxy', 'proxy-incomplete'],
    ['a mail address of 79 characters', () => 'fleet', settings({ emailAddress: `${'a'.repeat(66)}@corp.example` }), '/settings/emailAddress', 'too-long'],
    ['a command in a mail address', () => 'fleet', settings({ emailAddress: '$(reboot);@x.example' }), '/settings/emailAddress', 'unsafe-characters'],
    ['an end of a fleet', () => 'fleet', { settings: {}, expiresAt: '2999-01-01T00:00:00Z' }, '/expiresAt', 'expiry-not-here'],
    ['an end of a host', () => `host:${hostId}`, { settings: {}, expiresAt: '2999-01-01T00:00:00Z' }, '/expiresAt', 'expiry-not-here'],
    ['an end in the past', () => instance(0), { settings: {}, expiresAt: '2001-01-01T00:00:00Z' }, '/expiresAt', 'expiry-past'],
    ['an end that is no time', () => instance(0), { settings: {}, expiresAt: 'tomorrow' }, '/expiresAt', 'expiry-not-a-time'],
    ['a reason for no lock', () => 'fleet', { settings: {}, locks: [], lockReasons: { proxy: 'x' } }, '/lockReasons/proxy', 'reason-without-lock'],
    ['a reason without a list of locks', () => 'fleet', { settings: {}, lockReasons: { proxy: 'x' } }, '/lockReasons/proxy', 'reason-without-lock'],
    ['a lock of what is no key', () => 'fleet', { settings: {}, locks: ['colour'] }, '/locks/colour', 'unknown-key'],
    ['a destination that does not exist', () => 'fleet', settings({ destination: 'dst_none' }), '/settings/destination', 'unknown-destination'],
    ['no settings', () => 'fleet', { locks: [] }, '/settings', 'required'],
    ['another field', () => 'fleet', { settings: {}, exempt: ['proxy'] }, '/exempt', 'unknown-key'],
  ])('refuses %s, names it, and writes nothing', async (_, scope, body, pointer, code) => {
    const answer = await put(scope(), body);
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation', errors: [{ pointer, code }] } });
    expect((await layerOf(scope())).revision).toBe(0);
  }); // prettier-ignore

  it('is named all at once, with the range and what the appliance would say', async () => {
    const { body } = await put(instance(0), {
      settings: { heartbeatIntervalDays: 31, emailAddress: 'x' },
      locks: ['mode'],
      lockReasons: { proxy: 'x' },
      expiresAt: '2001-01-01T00:00:00Z',
    });
    const errors = body.errors as { pointer: string; detail: string }[];
    expect(errors.map(({ pointer }) => pointer).toSorted()).toEqual([
      '/expiresAt',
      '/lockReasons/proxy',
      '/settings/emailAddress',
      '/settings/heartbeatIntervalDays',
    ]);
    const interval = errors.find(({ pointer }) => pointer === '/settings/heartbeatIntervalDays');
    expect(interval?.detail).toMatch(/1 to 30.*1108/);
  });

  it('judges the reasons of a PATCH by the locks that there will be', async () => {
    await put('site:emea', { settings: {}, locks: ['mode'], lockReasons: { mode: 'audit' } });
    const refused = await patchLayer(controller.admin, 'site:emea', { lockReasons: { proxy: 'x' } });
    expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer: '/lockReasons/proxy' }] } });
    const moved = await patchLayer(controller.admin, 'site:emea', { locks: ['proxy'] });
    expect(moved.body).toMatchObject({ locks: ['proxy'], lockReasons: {} });
    await put('site:emea', { settings: {} });
  });
});

describe('a lock', () => {
  const reasons = { proxy: 'egress is audited' };
  beforeAll(async () => {
    await put(instance(0), { settings: { proxy: { address: '192.0.2.9', port: 3128 } } });
    await put('fleet', { settings: { proxy: 'none' }, locks: ['proxy'], lockReasons: reasons });
  });
  afterAll(async () => {
    await put(instance(0), { settings: {} });
    await put('fleet', { settings: {} });
  });

  it.each([
    ['an instance', () => instance(1)],
    ['a host', () => `host:${hostId}`],
    ['a site', () => 'site:emea'],
    ['a group', () => 'group:pci'],
  ])('stops a new value of %s, and says who locked it and why', async (_, scope) => {
    const { status, body } = await put(scope(), { settings: { proxy: 'none', emailAddress: 'a@x.example' } });
    expect({ status, code: body.code, errors: body.errors }).toEqual({
      status: 403,
      code: 'key-locked',
      errors: [{ pointer: '/settings/proxy', code: 'locked', detail: 'proxy is locked by fleet: egress is audited' }],
    });
  });

  it('stops a changed value, and lets one that was there stay or go', async () => {
    const there = { proxy: { address: '192.0.2.9', port: 3128 } };
    expect((await put(instance(0), { settings: { proxy: { ...there.proxy, port: 1 } } })).status).toBe(403);
    expect((await put(instance(0), { settings: { ...there, emailAddress: 'a@x.example' } })).status).toBe(200);
    expect((await patchLayer(controller.admin, instance(0), { settings: { proxy: null } })).status).toBe(403);
    expect((await put(instance(0), { settings: {} })).status).toBe(200);
  });
});

describe('a version conflict', () => {
  it('says what the layer is at, and what others have changed', async () => {
    const scope = `host:${hostId}`;
    await put(scope, { settings: { mode: 'CSP' } });
    await put(scope, { settings: { mode: 'CSP', uploadAlarm: true } });
    const stale = await controller.admin.ask('PUT', `/api/v1/layers/${scope}`, {
      body: { settings: { mode: 'Default' } },
      headers: { 'if-match': '"1"' },
    });
    expect(stale).toMatchObject({
      status: 412,
      body: { code: 'etag-mismatch', etag: '"2"', changedKeys: ['uploadAlarm'], retryable: true },
    });
    expect(stale.headers.get('etag')).toBe('"2"');
  });
});

describe('the revisions of a layer', () => {
  it('are all there, newest first and page by page; an earlier one can be had back, and so can nothing', async () => {
    const scope = 'group:pci';
    const params = { scope };
    await put(scope, { settings: { emailAddress: 'one@x.example' }, note: 'first' });
    await put(scope, { settings: { emailAddress: 'two@x.example' }, locks: ['mode'], note: 'second' });
    const reverted = await controller.admin.call('revertLayer', { params, body: { revision: 1 } });
    expect(reverted.body).toMatchObject({
      revision: 3,
      settings: { emailAddress: 'one@x.example' },
      locks: [],
      note: 'first',
    });
    const emptied = await controller.admin.call('revertLayer', { params, body: { revision: 0, note: 'away' } });
    expect(emptied.body).toMatchObject({ revision: 4, settings: {}, locks: [], note: 'away' });

    const first = await controller.admin.call('listLayerRevisions', { params, query: '?limit=3' });
    const { next, approxTotal } = first.body.page as { next: string; approxTotal: number };
    expect(approxTotal).toBe(4);
    const rest = await controller.admin.call('listLayerRevisions', { params, query: `?limit=3&cursor=${next}` });
    const items = [...(first.body.items as LayerRevision[]), ...(rest.body.items as LayerRevision[])];
    expect(items.map(({ revision, cause, changedKeys }) => [revision, cause, changedKeys])).toEqual([
      [4, 'revert', ['emailAddress']],
      [3, 'revert', ['emailAddress', 'mode']],
      [2, 'edit', ['emailAddress', 'mode']],
      [1, 'edit', ['emailAddress']],
    ]);
  });

  it('that never were cannot be had back', async () => {
    const answer = await controller.admin.ask('POST', '/api/v1/layers/fleet/actions/revert', {
      body: { revision: 999 },
    });
    expect(answer.status).toBe(404);
  });

  it('cannot be had back below a lock that came since', async () => {
    await put(instance(1), { settings: { mode: 'CSP' } });
    await put(instance(1), { settings: {} });
    await put('fleet', { settings: {}, locks: ['mode'], note: 'settled' });
    const { revision } = await layerOf(instance(1));
    const answer = await controller.admin.ask('POST', `/api/v1/layers/${instance(1)}/actions/revert`, {
      body: { revision: revision - 1 },
    });
    expect(answer).toMatchObject({ status: 403, body: { code: 'key-locked' } });
    await put('fleet', { settings: {} });
  });
});

describe('a dry run', () => {
  it('answers what would change on appliances, and leaves the layer as it is', async () => {
    const before = await layerOf('fleet');
    const { status, body } = await put('fleet', { settings: { emailAddress: 'dry@x.example' } }, '?dryRun=true');
    expect({ status, effect: body.effect }).toEqual({
      status: 200,
      effect: { targets: 2, change: 2, same: 0, removals: 0, blocked: 0, unknown: 0, skipped: 0 },
    });
    expect(await layerOf('fleet')).toEqual(before);
    expect((await put('fleet', { settings: {} })).body).not.toHaveProperty('effect');
  });
});

describe('a layer that a Call Home file decides', () => {
  beforeAll(async () => {
    const before = await controller.stores.layers.get('site:emea');
    const managedBy = { type: 'git' as const, name: 'emea', editable: ['emailAddress' as const] };
    const edit = { ...NOTHING_SAID, scope: 'site:emea', settings: { mode: 'CSP' as const }, managedBy };
    await controller.stores.layers.put(edit, before?.revision ?? 0, { by: 'git', cause: 'config' });
  });

  it('shows so, takes the keys that the file leaves to people, and no other', async () => {
    expect((await layerOf('site:emea')).managedBy).toEqual({ type: 'git', name: 'emea', editable: ['emailAddress'] });
    const open = await put('site:emea', { settings: { mode: 'CSP', emailAddress: 'a@x.example' } });
    expect(open).toMatchObject({ status: 200, body: { managedBy: { type: 'git' } } });
    const shut = await put('site:emea', { settings: { mode: 'Default' }, locks: ['proxy'], note: 'mine' });
    expect(shut).toMatchObject({ status: 403, body: { code: 'managed-by-git' } });
    expect((shut.body.errors as { pointer: string }[]).map(({ pointer }) => pointer)).toEqual([
      '/settings/proxy',
      '/settings/mode',
      '/note',
    ]);
  });
});

describe('the list of layers', () => {
  it('names those that set, lock or exempt something', async () => {
    await put('fleet', { settings: {}, locks: ['saveConfig'], note: 'settled' });
    const { items } = (await controller.admin.call('listLayers')).body as { items: Layer[] };
    expect(items.map(({ scope }) => scope)).toEqual(['fleet', `host:${hostId}`, 'site:emea']);
  });
});
