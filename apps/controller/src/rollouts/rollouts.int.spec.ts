import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Plan, PlanTarget } from '../../../../libs/contract/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet, keyOffered, OTHER_KEY, reading, UNTOUCHED } from '../fleet-under-test.fake.js';

let controller: ControllerUnderTest;
let ids: string[];
const NAMES = ['vpx-1-wrong', 'vpx-2-right', 'vpx-3-key', 'vpx-4-new'];

beforeAll(async () => {
  controller = await launchController();
  const { stores } = controller;
  const seen = await addFleet(stores, NAMES.slice(0, 3));
  const again = [...NAMES.entries()].map(([index, name]) => ({
    uuid: `vm-${index}`,
    name,
    address: `192.0.2.${20 + index}`,
  }));
  ids = (await stores.instances.reconcile(seen.hostId, again)).ids;
  await stores.readings.record([
    reading(ids[1] ?? '', { callHome: { ...UNTOUCHED, emailAddress: 'noc@corp.example' } }),
    keyOffered(ids[2] ?? '', OTHER_KEY, 'changed'),
  ]);
  await putFleet({ emailAddress: 'noc@corp.example' });
});
afterAll(() => controller.close());

async function putFleet(settings: unknown): Promise<void> {
  const params = { scope: 'fleet' };
  const etag = (await controller.admin.call('getLayer', { params })).headers.get('etag') ?? '';
  await controller.admin.call('putLayer', { params, body: { settings }, headers: { 'if-match': etag } });
}

const plan = async (body: unknown = { scope: 'fleet' }) =>
  (await controller.admin.call('createPlan', { body })).body as unknown as Plan;

async function targetsOf(planId: string): Promise<PlanTarget[]> {
  const { body } = await controller.admin.call('listPlanTargets', { params: { id: planId } });
  return body.items as PlanTarget[];
}

const isFresh = async (id: string) => (await controller.admin.call('getPlan', { params: { id } })).body.fresh;

describe('a plan', () => {
  it('names every appliance that changes, with its commands, and every one that does not, with the reason', async () => {
    const { id, summary, fresh } = await plan();
    expect(summary).toEqual({ targets: 4, change: 1, same: 1, blocked: 1, unknown: 1, removals: 0 });
    expect(fresh).toBe(true);
    const targets = await targetsOf(id);
    expect(targets.map(({ applianceName, outcome, reason }) => [applianceName, outcome, reason])).toEqual([
      ['vpx-1-wrong', 'change', null],
      ['vpx-2-right', 'same', null],
      ['vpx-3-key', 'blocked', 'host-key-changed'],
      ['vpx-4-new', 'unknown', 'never-read'],
    ]);
    expect(targets[0]).toMatchObject({
      changes: [{ key: 'emailAddress', from: null, to: 'noc@corp.example', source: 'fleet' }],
      commands: ['set callhome -emailAddress noc@corp.example', 'save ns config'],
      undo: ['unset callhome -emailAddress', 'save ns config'],
    });
    expect(targets.slice(1).flatMap(({ commands }) => commands)).toEqual([]);
  });

  it('of the same readings and settings has the same hash', async () => {
    const [first, second] = [await plan(), await plan()];
    expect(first.hash).toBe(second.hash);
    expect(first.id).not.toBe(second.id);
  });

  it('is made for the appliances that are named, hosts left out', async () => {
    const { summary, id } = await plan({ applianceIds: [ids[1], 'app_none'] });
    expect(summary.targets).toBe(1);
    expect((await targetsOf(id))[0]?.applianceName).toBe('vpx-2-right');
  });

  it('counts what it takes away', async () => {
    await putFleet({ emailAddress: null });
    const { summary } = await plan({ applianceIds: [ids[1]] });
    expect(summary).toMatchObject({ change: 1, removals: 1 });
    await putFleet({ emailAddress: 'noc@corp.example' });
  });

  it('is out of date once a layer that decides for it has changed, and not by any other', async () => {
    const { id } = await plan({ applianceIds: [ids[1]] });
    const putInstance = (instance: string) =>
      controller.admin.call('putLayer', {
        params: { scope: `instance:${instance}` },
        body: { settings: { uploadAlarm: true } },
        headers: { 'if-match': '"0"' },
      });
    await putInstance(ids[3] ?? '');
    expect(await isFresh(id)).toBe(true);
    await putInstance(ids[1] ?? '');
    expect(await isFresh(id)).toBe(false);
    const answer = await controller.admin.ask('POST', '/api/v1/rollouts', { body: { planId: id } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'plan-stale', errors: [{ pointer: `/inputs/instance:${ids[1] ?? ''}`, code: 'revision-changed' }] },
    });
  });

  it('is out of date after a day', async () => {
    const { id } = await plan();
    await controller.resources.database.source.query('UPDATE plan SET expires_at = now() WHERE id = $1', [id]);
    expect(await isFresh(id)).toBe(false);
  });
});

describe('a rollout', () => {
  it('begins with what its plan changes, once', async () => {
    const { id } = await plan({ applianceIds: [ids[0], ids[2], ids[3]] });
    const { body, headers } = await controller.admin.call('createRollout', { body: { planId: id } });
    expect(headers.get('location')).toBe(`/api/v1/rollouts/${String(body.id)}`);
    expect(body).toMatchObject({ planId: id, state: 'running', author: 'admin', counts: { pending: 1, applied: 0 } });

    const params = { id: String(body.id) };
    const targets = (await controller.admin.call('listRolloutTargets', { params })).body;
    expect(targets).toMatchObject({
      items: [{ applianceName: 'vpx-1-wrong', state: 'pending', changedKeys: ['emailAddress'] }],
      page: { approxTotal: 1 },
    });
    const again = await controller.admin.ask('POST', '/api/v1/rollouts', { body: { planId: id } });
    expect(again).toMatchObject({ status: 409, body: { code: 'illegal-transition', allowed: [] } });
    expect((await controller.admin.call('listRollouts')).body).toMatchObject({ page: { approxTotal: 1 } });
  });

  it('needs a plan that exists', async () => {
    const answer = await controller.admin.ask('POST', '/api/v1/rollouts', { body: { planId: 'pln_none' } });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });
});
