import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Group, Site } from '../../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../../controller-under-test.fake.js';
import { addFleet } from '../../fleet-under-test.fake.js';
import { putLayer } from '../layers-under-test.fake.js';

let controller: ControllerUnderTest;
beforeAll(async () => {
  controller = await launchController();
  await addFleet(controller.stores, ['vpx-1', 'vpx-2']);
});
afterAll(() => controller.close());

const ask = (method: string, path: string, body?: unknown, etag?: string) =>
  controller.admin.ask(method, `/api/v1${path}`, { body, headers: etag === undefined ? {} : { 'if-match': etag } });

describe('a site', () => {
  it('is there as soon as an appliance names it, and counts what stands there by its host', async () => {
    const { body } = await controller.admin.call('getSite', { params: { name: 'emea' } });
    expect(body).toMatchObject({ name: 'emea', appliances: 3, version: 1 });
    expect(await ask('DELETE', '/sites/emea', undefined, '"1"')).toMatchObject({
      status: 409,
      body: { code: 'in-use', detail: '1 appliance names site:emea.' },
    });
  });

  it('is added, changed and removed; its name is taken once', async () => {
    const added = await controller.admin.call('createSite', { body: { name: 'Süd 1', note: 'two racks' } });
    expect([added.body.version, added.headers.get('etag')]).toEqual([1, '"1"']);
    expect((await ask('POST', '/sites', { name: 'Süd 1' })).body.code).toBe('duplicate-name');
    const params = { name: 'Süd 1' };
    const patched = await controller.admin.call('patchSite', {
      params,
      body: { note: null },
      headers: { 'if-match': '"1"' },
    });
    expect(patched.body).toMatchObject({ note: null, version: 2 });
    const stale = await ask('PATCH', `/sites/${encodeURIComponent('Süd 1')}`, { note: 'x' }, '"1"');
    expect(stale).toMatchObject({ status: 412, body: { etag: '"2"' } });
    await controller.admin.call('removeSite', { params, headers: { 'if-match': '"2"' } });
    expect((await ask('GET', `/sites/${encodeURIComponent('Süd 1')}`)).status).toBe(404);
  });

  it('that sets something is not removed', async () => {
    await ask('POST', '/sites', { name: 'apac' });
    await putLayer(controller.admin, 'site:apac', { settings: { mode: 'CSP' } });
    expect(await ask('DELETE', '/sites/apac', undefined, '"1"')).toMatchObject({
      status: 409,
      body: { code: 'in-use', detail: 'The layer site:apac sets or locks something.' },
    });
  });

  it.each([
    ['no name', {}, '/name'],
    ['an empty name', { name: '' }, '/name'],
    ['a name with a slash', { name: 'a/b' }, '/name'],
    ['a name of 64 characters', { name: 'a'.repeat(64) }, '/name'],
    ['a field that is none of its own', { name: 'x', priority: 3 }, '/priority'],
  ])('with %s is refused', async (_, body, pointer) => {
    const answer = await ask('POST', '/sites', body);
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer }] } });
  });

  it('is listed by name, page by page', async () => {
    const first = (await controller.admin.call('listSites', { query: '?limit=1' })).body;
    const { next, approxTotal } = first.page as { next: string; approxTotal: number };
    const rest = (await controller.admin.call('listSites', { query: `?limit=1&cursor=${next}` })).body;
    const names = [...(first.items as Site[]), ...(rest.items as Site[])].map(({ name }) => name);
    expect({ names, approxTotal }).toEqual({ names: ['apac', 'emea'], approxTotal: 2 });
  });
});

describe('groups', () => {
  it.each([0, 1_000_001, 1.5, '5', null])('have no priority of %p', async (priority) => {
    const answer = await ask('POST', '/groups', { name: 'x', priority });
    expect(answer).toMatchObject({ status: 422, body: { errors: [{ pointer: '/priority' }] } });
  });

  it('of one priority do not set one key: not by a layer, and not by a change of priority', async () => {
    await controller.admin.call('createGroup', { body: { name: 'red', priority: 500 } });
    await controller.admin.call('createGroup', { body: { name: 'blue', priority: 500 } });
    await controller.admin.call('createGroup', { body: { name: 'green', priority: 600 } });
    await putLayer(controller.admin, 'group:red', { settings: { mode: 'CSP' } });
    const tie = await putLayer(controller.admin, 'group:blue', { settings: { mode: 'CSP', uploadAlarm: true } });
    expect(tie).toMatchObject({
      status: 409,
      body: {
        code: 'group-priority-tie',
        detail: 'group:blue and group:red have one priority and both set mode.',
        errors: [{ pointer: '/settings/mode' }],
      },
    });
    expect((await putLayer(controller.admin, 'group:blue', { settings: { uploadAlarm: true } })).status).toBe(200);
    await putLayer(controller.admin, 'group:green', { settings: { mode: 'Default' } });
    const moved = await ask('PATCH', '/groups/green', { priority: 500 }, '"1"');
    expect(moved).toMatchObject({ status: 409, body: { code: 'group-priority-tie' } });
    expect((await controller.admin.call('getGroup', { params: { name: 'green' } })).body.priority).toBe(600);
  });

  it('are listed with the strongest first, and a layer shows the priority of its group', async () => {
    const { items } = (await controller.admin.call('listGroups')).body as { items: Group[] };
    expect(items.map(({ name }) => name)).toEqual(['green', 'blue', 'red', 'pci']);
    const patched = await controller.admin.call('patchGroup', {
      params: { name: 'red' },
      body: { priority: 700 },
      headers: { 'if-match': '"1"' },
    });
    expect(patched.body).toMatchObject({ priority: 700, version: 2 });
    const { body } = await controller.admin.call('getLayer', { params: { scope: 'group:red' } });
    expect(body).toMatchObject({ priority: 700, revision: 2 });
  });
});
