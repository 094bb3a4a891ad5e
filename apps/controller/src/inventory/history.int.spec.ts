import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import type { DeploymentClaim, HaRole } from '../../../../libs/fleet/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet, reading } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let hostId: string;
let first: string;
let second: string;
beforeAll(async () => {
  controller = await launchController();
  const fleet = await addFleet(controller.stores, ['vpx-1', 'vpx-2', 'vpx-3']);
  hostId = fleet.hostId;
  [first = '', second = ''] = fleet.ids;
});
afterAll(() => controller.close());

const record = (id: string, facts: Parameters<typeof reading>[1]) =>
  controller.stores.readings.record([{ ...reading(id, facts), at: new Date() }]);
const get = async (id: string) =>
  (await controller.admin.call('getAppliance', { params: { id } })).body as unknown as Appliance;
const claim = (own: string, peer: string, role: HaRole, peerRole: HaRole): DeploymentClaim => ({
  mode: 'ha',
  nodeAddress: own,
  ha: { role, peerAddress: peer, peerRole },
  cluster: null,
});

describe('the history of an appliance', () => {
  it('names what changed, in pages, and for a host that of its instances', async () => {
    await record(first, { build: '49.15' });
    await record(first, { build: '49.17' });
    const params = { id: hostId };
    const mine = await controller.admin.call('listApplianceHistory', { params });
    expect(mine.body.items).toEqual([]);
    const page = await controller.admin.call('listApplianceHistory', { params, query: '?instances=true&limit=1' });
    expect(page.body).toMatchObject({
      items: [{ applianceId: first, applianceName: 'vpx-1', field: 'build', from: '49.15', to: '49.17' }],
      page: { approxTotal: 2 },
    });
    const cursor = encodeURIComponent((page.body.page as { next: string }).next);
    const next = await controller.admin.call('listApplianceHistory', {
      params,
      query: `?instances=true&limit=1&cursor=${cursor}`,
    });
    expect(next.body).toMatchObject({ items: [{ to: '49.15' }], page: { next: null } });
    expect((await controller.admin.ask('GET', '/api/v1/appliances/app_none/history')).status).toBe(404);
  });
});

describe('an answer that was not understood', () => {
  it('is listed without its text, and opened with every character it had', async () => {
    const output = 'Vers\u0000ion: \u001b[31m???';
    const kept = [{ command: 'show ns version', reason: 'unreadable' as const, words: 'no version', output }];
    await record(first, { answers: { kept, asked: ['show ns version'] } });
    const params = { id: first, command: 'show ns version' };
    const { body } = await controller.admin.call('listRawAnswers', { params: { id: first } });
    expect(body.items).toEqual([expect.not.objectContaining({ output })]);
    expect((await controller.admin.call('getRawAnswer', { params })).body).toMatchObject({ output, isCut: false });
    await record(first, { answers: { kept: [], asked: ['show ns version'] } });
    const gone = await controller.admin.ask('GET', `/api/v1/appliances/${first}/raw-answers/show%20ns%20version`);
    expect(gone.status).toBe(404);
  });
});

describe('a part that went missing', () => {
  const drive = { kind: 'drive' as const, component: 'disk/4', state: 'ok' as const, text: 'Online', affects: [] };
  const path = () => `/api/v1/appliances/${hostId}/components/disk%2F4/actions/confirm-removal`;

  it('goes off the list when somebody confirms it, and not before it is missing', async () => {
    await record(hostId, { components: [drive], listedKinds: ['drive'] });
    expect(await controller.admin.ask('POST', path())).toMatchObject({
      status: 409,
      body: { code: 'illegal-transition' },
    });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await record(hostId, { components: [], listedKinds: ['drive'] });
    const { body } = await controller.admin.call('listComponents', { params: { id: hostId } });
    expect(body.items).toMatchObject([{ component: 'disk/4', state: 'missing', text: 'Online' }]);
    expect((await controller.admin.ask('POST', path())).status).toBe(204);
    expect((await controller.admin.ask('POST', path())).status).toBe(404);
  });
});

describe('an HA pair', () => {
  it('is shown from both halves, also when only one of them was read', async () => {
    await record(first, {
      mode: 'ha',
      details: { deployment: claim('192.0.2.20', '192.0.2.21', 'primary', 'secondary') },
    });
    expect(await get(first)).toMatchObject({
      mode: 'ha',
      role: 'primary',
      peerId: second,
      peer: { name: 'vpx-2', address: '192.0.2.21' },
    });
    expect(await get(second)).toMatchObject({ mode: 'ha', role: 'secondary', peerId: first, deploymentConflict: null });
  });

  it('whose halves both say primary has no known primary', async () => {
    await record(second, {
      mode: 'ha',
      details: { deployment: claim('192.0.2.21', '192.0.2.20', 'primary', 'unknown') },
    });
    expect(await get(first)).toMatchObject({ role: 'unknown', deploymentConflict: 'same-role' });
    const { body } = await controller.admin.call('listAppliances');
    const roles = (body.items as Appliance[]).map(({ name, mode, role }) => [name, mode, role]);
    expect(roles).toEqual([
      ['sdx-fra-03', 'standalone', null],
      ['vpx-1', 'ha', 'unknown'],
      ['vpx-2', 'ha', 'unknown'],
      ['vpx-3', 'standalone', null],
    ]);
  });
});

describe('facts', () => {
  it('come with the time they were read, and null for what never was', async () => {
    const licence = { edition: 'premium', source: 'pooled', daysToExpiration: 0 } as const;
    await record(first, { details: { licence, timeZone: null } });
    const { details, firstSeenAt } = await get(first);
    expect(details).toMatchObject({ licence: { value: licence }, timeZone: null });
    expect(details.licence?.at).toMatch(/^\d{4}-.*Z$/);
    expect(firstSeenAt).not.toBeNull();
  });
});
