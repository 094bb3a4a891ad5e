import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DriftRow, Plan } from '../../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../../controller-under-test.fake.js';
import { addFleet, reading, UNTOUCHED } from '../../fleet-under-test.fake.js';
import { putLayer, settledDigests } from '../layers-under-test.fake.js';

const NOC = 'noc@corp.example';
const HAND = 'hand@corp.example';

let controller: ControllerUnderTest;
let hostId: string;
let ids: string[];
beforeAll(async () => {
  controller = await launchController();
  ({ hostId, ids } = await addFleet(controller.stores, [
    'vpx-1-drifted',
    'vpx-2-pending',
    'vpx-3-unsaved',
    'vpx-4-right',
  ]));
  await putLayer(controller.admin, 'fleet', { settings: { emailAddress: NOC } });
  await applied(id(0));
  await shows(id(0), { emailAddress: HAND });
  await shows(id(2), { emailAddress: NOC, unsaved: true });
  await shows(id(3), { emailAddress: NOC });
});
afterAll(() => controller.close());

const id = (index: number) => ids[index] ?? '';

async function applied(applianceId: string, conflicts: 'emailAddress'[] = []): Promise<void> {
  const last = { wanted: NOC, read: NOC, at: '2026-01-01T00:00:00.000Z', rolloutId: 'rol_1' };
  await controller.resources.database.transaction((tx) =>
    controller.stores.applied.record(tx, applianceId, { values: { emailAddress: last }, conflicts }),
  );
}

async function shows(applianceId: string, callHome: Partial<typeof UNTOUCHED>): Promise<void> {
  await controller.stores.readings.record([reading(applianceId, { callHome: { ...UNTOUCHED, ...callHome } })]);
}

async function drift(query = ''): Promise<{ items: DriftRow[]; page: { next: string | null; approxTotal: number } }> {
  return (await controller.admin.call('listDrift', { query })).body as never;
}

const act = (action: string, applianceId: string, body?: unknown) =>
  controller.admin.ask('POST', `/api/v1/appliances/${applianceId}/drift/actions/${action}`, { body });

describe('the list of drift', () => {
  it('names what is not as asked for, in inventory order, each with its keys', async () => {
    const { items, page } = await drift();
    expect(page).toMatchObject({ next: null, approxTotal: 3 });
    expect(items.map(({ applianceName, state }) => [applianceName, state])).toEqual([
      ['vpx-1-drifted', 'drifted'],
      ['vpx-2-pending', 'pending'],
      ['vpx-3-unsaved', 'unsaved'],
    ]);
    expect(items[0]).toMatchObject({
      hostName: 'sdx-fra-03',
      keys: [{ key: 'emailAddress', drift: 'drifted', wanted: NOC, device: HAND, source: 'fleet' }],
    });
    expect(items[2]?.keys).toEqual([]);
  });

  it.each([
    ['drifted', ['vpx-1-drifted']],
    ['pending', ['vpx-2-pending']],
    ['unsaved', ['vpx-3-unsaved']],
    ['in-sync', ['vpx-4-right']],
    ['conflict', []],
  ])('gives those that are %s', async (state, names) => {
    const { items, page } = await drift(`?state=${state}`);
    expect(items.map(({ applianceName }) => applianceName)).toEqual(names);
    expect(page.approxTotal).toBe(names.length);
  });

  it('goes on where a page ended, also when that one agrees meanwhile', async () => {
    const first = await drift('?limit=1');
    expect([first.items.length, first.page.approxTotal]).toEqual([1, 3]);
    await shows(id(0), { emailAddress: NOC });
    const second = await drift(`?limit=1&cursor=${first.page.next ?? ''}`);
    expect(second.items.map(({ applianceName }) => applianceName)).toEqual(['vpx-2-pending']);
    await shows(id(0), { emailAddress: HAND });
  });

  it('can be asked for at any scope, and knows none that there is not', async () => {
    for (const scope of ['site:emea', 'group:pci', `host:${hostId}`]) {
      expect((await drift(`?scope=${scope}`)).items).toHaveLength(3);
    }
    expect((await drift(`?scope=instance:${id(1)}`)).items).toHaveLength(1);
    expect((await controller.admin.ask('GET', '/api/v1/drift?scope=site:atlantis')).status).toBe(404);
  });

  it('shows an owner the own ones, and counts no others', async () => {
    const owner = await controller.person('owner', [`instance:${id(1)}`]);
    const { body } = await owner.call('listDrift');
    expect(body).toMatchObject({ items: [{ applianceId: id(1) }], page: { approxTotal: 1, next: null } });
    for (const scope of ['site:emea', 'site:atlantis', `host:${hostId}`, `instance:${id(0)}`]) {
      expect((await owner.ask('GET', `/api/v1/drift?scope=${scope}`)).status).toBe(404);
    }
    for (const action of ['read', 'accept', 'revert']) {
      const path = `/api/v1/appliances/${id(0)}/drift/actions/${action}`;
      expect((await owner.ask('POST', path)).status).toBe(404);
    }
  });

  it('names a conflict that nothing was read or pushed since', async () => {
    await applied(id(0), ['emailAddress']);
    expect((await drift('?state=conflict')).items[0]).toMatchObject({
      applianceId: id(0),
      keys: [{ key: 'emailAddress', drift: 'conflict' }],
    });
    await shows(id(0), { emailAddress: HAND });
    expect((await drift('?state=conflict')).items).toEqual([]);
  });
});

describe('reverting drift', () => {
  it('makes a plan for this appliance and these keys, and sends nothing', async () => {
    const answer = await controller.admin.call('revertDrift', { params: { id: id(0) }, body: { reason: 'ours' } });
    const plan = answer.body as unknown as Plan;
    expect(plan).toMatchObject({ keys: ['emailAddress'], summary: { targets: 1, change: 1 } });
    expect(answer.headers.get('location')).toBe(`/api/v1/plans/${plan.id}`);
    const { body } = await controller.admin.call('listPlanTargets', { params: { id: plan.id } });
    expect(body.items).toMatchObject([
      { applianceId: id(0), changes: [{ key: 'emailAddress', from: HAND, to: NOC, source: 'fleet' }] },
    ]);
    expect((await controller.admin.call('listRollouts')).body.items).toEqual([]);
  });

  it('takes what is pending where that is named', async () => {
    const { body } = await act('revert', id(1), { keys: ['emailAddress'] });
    expect(body).toMatchObject({ keys: ['emailAddress'], summary: { change: 1 } });
  });

  it.each<[string, number, unknown, number, string]>([
    ['where nothing has drifted', 3, undefined, 409, 'illegal-transition'],
    ['where a key is only pending and was not named', 1, undefined, 409, 'illegal-transition'],
    ['of a key that is as asked for', 0, { keys: ['mode'] }, 422, 'validation'],
    ["of a key of the controller's own", 0, { keys: ['review'] }, 422, 'validation'],
    ['of no key', 0, { keys: [] }, 422, 'validation'],
  ])('is refused %s, and so is accepting it', async (_, index, body, status, code) => {
    for (const action of ['revert', 'accept']) {
      expect(await act(action, id(index), body)).toMatchObject({ status, body: { code } });
    }
  });

  it('of a host is not found: it has no Call Home to differ in', async () => {
    for (const action of ['read', 'revert', 'accept']) expect((await act(action, hostId)).status).toBe(404);
  });
});

describe('accepting drift', () => {
  it('is tried without a trace', async () => {
    const before = await settledDigests(controller);
    const answer = await controller.admin.ask('POST', `/api/v1/appliances/${id(0)}/drift/actions/accept?dryRun=true`);
    expect(answer).toMatchObject({ status: 200, body: { settings: { emailAddress: HAND } } });
    expect(await settledDigests(controller)).toEqual(before);
  });

  it('is refused where a broader layer locks the key', async () => {
    await putLayer(controller.admin, 'fleet', {
      settings: { emailAddress: NOC },
      locks: ['emailAddress'],
      note: 'one',
    });
    expect(await act('accept', id(0))).toMatchObject({
      status: 403,
      body: { code: 'key-locked', errors: [{ detail: 'emailAddress is locked by fleet: one' }] },
    });
    await putLayer(controller.admin, 'fleet', { settings: { emailAddress: NOC } });
  });

  it('is refused for a reading that no layer could say', async () => {
    await putLayer(controller.admin, `instance:${id(3)}`, { settings: { mode: 'CSP' } });
    await shows(id(3), { emailAddress: NOC, mode: 'Turbo' });
    const { status, body } = await act('accept', id(3), { keys: ['mode'] });
    expect({ status, errors: body.errors }).toMatchObject({
      status: 422,
      errors: [{ pointer: '/keys/mode', code: 'mode-word-unknown' }],
    });
  });

  it('makes what the appliance shows its own override, and says where that was found', async () => {
    await putLayer(controller.admin, `instance:${id(0)}`, { settings: { uploadAlarm: false } });
    const { body } = await controller.admin.call('acceptDrift', { params: { id: id(0) }, body: { reason: 'PAY-412' } });
    expect(body).toMatchObject({ settings: { uploadAlarm: false, emailAddress: HAND }, updatedBy: 'admin' });
    expect(body.note).toMatch(/^found on the appliance \d{4}-\d\d-\d\dT.*Z: emailAddress; PAY-412$/);
    const { items } = (await controller.admin.call('listLayerRevisions', { params: { scope: `instance:${id(0)}` } }))
      .body as { items: { cause: string }[] };
    expect(items[0]?.cause).toBe('adoption');
    expect((await drift('?state=drifted')).items).toEqual([]);
  });
});

describe('reading an appliance again', () => {
  it('gives the operation to watch', async () => {
    const { body, headers } = await controller.admin.call('readDrift', { params: { id: id(0) } });
    expect(body).toMatchObject({ kind: 'check', state: 'running', total: 1 });
    expect(headers.get('location')).toBe(`/api/v1/operations/${String(body.id)}`);
  });
});
