import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Effective, SettingsException } from '../../../../../libs/contract/src/index.js';
import { NOTHING_SAID } from '../../../../../libs/persistence/src/index.js';
import { launchController, type Client, type ControllerUnderTest } from '../../controller-under-test.fake.js';
import { addFleet } from '../../fleet-under-test.fake.js';
import { putLayer, settledDigests } from '../layers-under-test.fake.js';

const OWN = { address: '192.0.2.9', port: 3128 };

let controller: ControllerUnderTest;
let hostId: string;
let ids: string[];
let owner: Client;
let approver: Client;
beforeAll(async () => {
  controller = await launchController();
  ({ hostId, ids } = await addFleet(controller.stores, ['vpx-1', 'vpx-2', 'vpx-3']));
  owner = await controller.person('owner', [scope(0)]);
  approver = await controller.person('approver');
  await putLayer(controller.admin, 'fleet', {
    settings: { proxy: 'none' },
    locks: ['proxy', 'destination', 'heartbeatIntervalDays'],
    note: 'audited',
  });
});
afterAll(() => controller.close());

const scope = (index: number) => `instance:${ids[index] ?? ''}`;
const wish = (index: number, more: object = {}) => ({
  scope: scope(index),
  key: 'proxy',
  value: OWN,
  reason: 'a proxy of its own',
  ...more,
});
const ask = (client: Client, body: unknown) => client.ask('POST', '/api/v1/exceptions', { body });
const act = (client: Client, action: string, id: string, body?: unknown) =>
  client.ask('POST', `/api/v1/exceptions/${id}/actions/${action}`, { body });

describe('a wish for an exception', () => {
  it.each<[string, () => unknown, number, string, string | null]>([
    ['a value out of range', () => wish(1, { key: 'heartbeatIntervalDays', value: 31 }), 422, 'validation', '/value'],
    ['half a proxy', () => wish(1, { value: { port: 80 } }), 422, 'validation', '/value'],
    [
      'a destination that there is not',
      () => wish(1, { key: 'destination', value: 'dst_x' }),
      422,
      'validation',
      '/value',
    ],
    ['a key that there is not', () => wish(1, { key: 'colour' }), 422, 'validation', '/key'],
    ['no reason', () => wish(1, { reason: '' }), 422, 'validation', '/reason'],
    ['a whole site', () => wish(1, { scope: 'site:emea' }), 422, 'validation', '/scope'],
    ['an appliance that there is not', () => wish(1, { scope: `host:app_${'0'.repeat(26)}` }), 404, 'not-found', null],
    ['a key that nothing locks', () => wish(1, { key: 'mode', value: 'CSP' }), 409, 'illegal-transition', null],
  ])('is refused for %s', async (_, body, status, code, pointer) => {
    const answer = await ask(controller.admin, body());
    expect(answer).toMatchObject({ status, body: { code } });
    if (pointer !== null) expect(answer.body.errors).toMatchObject([{ pointer }]);
  });

  it('says who locks the key; asking twice is one wish', async () => {
    const { body, headers } = await controller.admin.call('createException', { body: wish(1) });
    expect(body).toMatchObject({
      scope: scope(1),
      applianceName: 'vpx-2',
      state: 'requested',
      lockedBy: 'fleet',
      requestedBy: 'admin',
    });
    expect(headers.get('location')).toBe(`/api/v1/exceptions/${String(body.id)}`);
    expect(await ask(controller.admin, wish(1))).toMatchObject({ status: 409, body: { code: 'illegal-transition' } });
    expect(await act(controller.admin, 'grant', String(body.id))).toMatchObject({
      status: 403,
      body: { code: 'self-approval' },
    });
    expect((await act(controller.admin, 'deny', String(body.id))).body.code).toBe('self-approval');
    expect((await act(controller.admin, 'withdraw', String(body.id))).body.state).toBe('withdrawn');
    expect(await act(approver, 'grant', String(body.id))).toMatchObject({
      status: 409,
      body: { code: 'illegal-transition', allowed: [] },
    });
  });

  it('for the device default keeps a null', async () => {
    const { body } = await controller.admin.call('createException', { body: wish(2, { value: null }) });
    expect(body).toMatchObject({ value: null });
    expect(await act(approver, 'deny', String(body.id), { note: 'no' })).toMatchObject({
      body: { state: 'denied', decisionNote: 'no' },
    });
  });
});

describe('an owner', () => {
  it('asks for the own instance, and for no other; sees no other wish', async () => {
    await controller.admin.call('createException', { body: wish(2) });
    expect((await ask(owner, wish(1))).status).toBe(404);
    expect((await ask(owner, wish(1, { scope: `host:${hostId}` }))).status).toBe(404);
    const { body } = await owner.call('createException', { body: wish(0) });
    const list = (await owner.call('listExceptions')).body;
    expect(list).toMatchObject({ items: [{ id: body.id }], page: { approxTotal: 1 } });
    const all = (await controller.admin.call('listExceptions', { query: '?state=requested' })).body;
    const others = (all.items as SettingsException[]).filter(({ id }) => id !== body.id);
    expect(others).toHaveLength(1);
    const [other] = others;
    expect((await owner.ask('GET', `/api/v1/exceptions/${other?.id ?? ''}`)).status).toBe(404);
    expect((await act(owner, 'withdraw', other?.id ?? '')).status).toBe(404);
    expect((await act(owner, 'grant', String(body.id))).status).toBe(404);
    expect((await act(controller.admin, 'withdraw', String(body.id))).body.code).toBe('forbidden');
  });

  it('is refused the locked key, until somebody else has granted the wish', async () => {
    expect((await putLayer(owner, scope(0), { settings: { proxy: OWN } })).body.code).toBe('key-locked');
    const [mine] = (await owner.call('listExceptions')).body.items as SettingsException[];
    const before = await settledDigests(controller);
    const path = `/api/v1/exceptions/${mine?.id ?? ''}/actions/grant`;
    expect((await approver.ask('POST', `${path}?dryRun=true`)).body.state).toBe('granted');
    expect(await settledDigests(controller)).toEqual(before);

    const granted = await approver.call('grantException', {
      params: { id: mine?.id ?? '' },
      body: { note: 'until May' },
    });
    expect(granted.body).toMatchObject({ state: 'granted', decisionNote: 'until May' });
    const id = ids[0] ?? '';
    const { keys } = (await owner.call('getEffective', { params: { id } })).body as unknown as Effective;
    expect(keys.proxy).toMatchObject({ value: OWN, locked: true, exempted: true, source: { scope: scope(0) } });
    const changed = await putLayer(owner, scope(0), { settings: { proxy: { ...OWN, port: 8080 } } });
    expect(changed).toMatchObject({ status: 200, body: { exempt: ['proxy'] } });
    expect((await ask(owner, wish(0))).body).toMatchObject({ code: 'illegal-transition', allowed: [] });
  });
});

describe('granting', () => {
  it('is refused where a Call Home file decides the layer', async () => {
    const [wanted] = ((await controller.admin.call('listExceptions', { query: `?scope=${scope(2)}&state=requested` }))
      .body.items ?? []) as SettingsException[];
    const managedBy = { type: 'git' as const, name: 'emea', editable: [] };
    const edit = { ...NOTHING_SAID, scope: scope(2), managedBy };
    await controller.stores.layers.put(edit, 0, { by: 'git', cause: 'config' });
    expect(await act(approver, 'grant', wanted?.id ?? '')).toMatchObject({
      status: 403,
      body: { code: 'managed-by-git' },
    });
    expect((await controller.admin.call('getException', { params: { id: wanted?.id ?? '' } })).body.state).toBe(
      'requested',
    );
  });
});
