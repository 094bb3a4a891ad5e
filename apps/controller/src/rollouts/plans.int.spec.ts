import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { DeploymentClaim, HaRole } from '../../../../libs/fleet/src/index.js';
import type { Plan, PlanTarget } from '../../../../libs/contract/src/index.js';
import { launchController, type Client, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet, keyOffered, OTHER_KEY, reading, UNTOUCHED } from '../fleet-under-test.fake.js';
import { writeLayer } from './layers-under-test.fake.js';
import { tableDigests } from './table-digests.fake.js';

const NAMES = ['vpx-1-wrong', 'vpx-2-right', 'vpx-3-key', 'vpx-4-new', 'vpx-5-first', 'vpx-6-second'];
let controller: ControllerUnderTest;
let hostId: string;
let ids: string[];
const id = (n: number) => ids[n - 1] ?? '';

function half(own: number, peer: number, role: HaRole): DeploymentClaim {
  const peerRole = role === 'primary' ? 'secondary' : 'primary';
  return {
    mode: 'ha',
    nodeAddress: `192.0.2.${own}`,
    ha: { role, peerAddress: `192.0.2.${peer}`, peerRole },
    cluster: null,
  };
}

beforeAll(async () => {
  controller = await launchController();
  const { stores } = controller;
  const read = NAMES.filter((name) => !name.endsWith('new'));
  ({ hostId } = await addFleet(stores, read));
  const listed = NAMES.map((name, n) => {
    const known = read.indexOf(name);
    return { uuid: known < 0 ? 'vm-new' : `vm-${known}`, name, address: `192.0.2.${20 + n}` };
  });
  await stores.instances.reconcile(hostId, listed);
  const instances = await stores.appliances.list({ hostId }, 10, null);
  ids = instances.map(({ appliance }) => appliance.id);
  await stores.readings.record([
    reading(id(2), { callHome: { ...UNTOUCHED, emailAddress: 'noc@corp.example' } }),
    keyOffered(id(3), OTHER_KEY, 'changed'),
    reading(id(5), { callHome: UNTOUCHED, mode: 'ha', details: { deployment: half(24, 25, 'primary') } }),
    reading(id(6), { callHome: UNTOUCHED, mode: 'ha', details: { deployment: half(25, 24, 'secondary') } }),
  ]);
  await writeLayer(stores, 'fleet', { settings: { emailAddress: 'noc@corp.example' } });
});
afterAll(() => controller.close());

const plan = async (body: unknown = { scope: 'fleet' }, by: Client = controller.admin) =>
  (await by.call('createPlan', { body })).body as unknown as Plan;

async function targetsOf(planId: string, query = ''): Promise<PlanTarget[]> {
  const { body } = await controller.admin.call('listPlanTargets', { params: { id: planId }, query });
  return body.items as PlanTarget[];
}

const outcomes = async (planId: string) =>
  (await targetsOf(planId)).map(({ applianceName, outcome, reason }) => [applianceName, outcome, reason]);

const freshness = async (planId: string) =>
  (await controller.admin.call('getPlan', { params: { id: planId } })).body.fresh;

describe('a plan', () => {
  it('names every appliance that changes, with its commands, and every one that does not, with the reason', async () => {
    const { id: planId, summary, fresh, needsApproval, waves } = await plan();
    expect(summary).toEqual({ targets: 6, change: 2, same: 1, blocked: 1, unknown: 1, skipped: 1, removals: 0 });
    expect({ fresh, needsApproval, waves }).toEqual({
      fresh: true,
      needsApproval: [],
      waves: [{ name: null, targets: 2 }],
    });
    expect(await outcomes(planId)).toEqual([
      ['vpx-1-wrong', 'change', null],
      ['vpx-2-right', 'same', null],
      ['vpx-3-key', 'blocked', 'host-key-changed'],
      ['vpx-4-new', 'unknown', 'never-read'],
      ['vpx-5-first', 'change', null],
      ['vpx-6-second', 'skipped', 'written through vpx-5-first'],
    ]);
    const [first, ...others] = await targetsOf(planId);
    expect(first).toMatchObject({
      hostName: 'sdx-fra-03',
      changes: [{ key: 'emailAddress', from: null, to: 'noc@corp.example', source: 'fleet' }],
      commands: ['set callhome -emailAddress noc@corp.example', 'save ns config'],
      undo: ['unset callhome -emailAddress', 'save ns config'],
    });
    const silent = others.filter(({ outcome }) => outcome !== 'change');
    expect(silent.flatMap(({ commands }) => commands)).toEqual([]);
    expect((await targetsOf(planId, '?outcome=blocked')).map(({ applianceName }) => applianceName)).toEqual([
      'vpx-3-key',
    ]);
  });

  it('keeps the reading that it was made from', async () => {
    const { id: planId } = await plan({ applianceIds: [id(1)] });
    const [row] = await controller.stores.rollouts.planTargets(planId, { limit: 1, after: null });
    expect(row?.observed).toEqual(UNTOUCHED);
    expect(row?.hostId).toBe(hostId);
  });

  it('of the same readings and settings has the same hash', async () => {
    const [first, second] = [await plan(), await plan()];
    expect(first.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(first.hash).toBe(second.hash);
    expect(first.id).not.toBe(second.id);
  });

  it('can be narrowed to some settings', async () => {
    await writeLayer(controller.stores, `instance:${id(1)}`, { settings: { heartbeatIntervalDays: 14 } });
    const { id: planId, keys } = await plan({ applianceIds: [id(1)], keys: ['heartbeatIntervalDays'] });
    expect(keys).toEqual(['heartbeatIntervalDays']);
    expect((await targetsOf(planId))[0]?.changes.map(({ key }) => key)).toEqual(['heartbeatIntervalDays']);
    await writeLayer(controller.stores, `instance:${id(1)}`, {});
  });

  it('counts what it takes away', async () => {
    await writeLayer(controller.stores, `instance:${id(2)}`, { settings: { emailAddress: null } });
    const { summary } = await plan({ applianceIds: [id(2)] });
    expect(summary).toMatchObject({ targets: 1, change: 1, removals: 1 });
    await writeLayer(controller.stores, `instance:${id(2)}`, {});
  });
});

describe('what a plan is made for', () => {
  it.each([
    ['a site', () => 'site:emea', 6],
    ['a group', () => 'group:pci', 6],
    ['a host', () => `host:${hostId}`, 6],
    ['an instance', () => `instance:${id(2)}`, 1],
  ])('may be %s', async (_, scope, targets) => {
    const { summary, selector } = await plan({ scope: scope() });
    expect(summary.targets).toBe(targets);
    expect(selector).toEqual({ scope: scope(), applianceIds: null });
  });

  it.each([
    ['nothing at all', {}],
    ['an empty list', { applianceIds: [] }],
    ['both at once', { scope: 'fleet', applianceIds: ['app_x'] }],
  ])('is never %s', async (_, body) => {
    const answer = await controller.admin.ask('POST', '/api/v1/plans', { body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'empty-selector' } });
  });

  it.each(['site:nowhere', 'group:nobody', 'host:app_00000000000000000000000000'])(
    'is found: %s is not',
    async (scope) => {
      const answer = await controller.admin.ask('POST', '/api/v1/plans', { body: { scope } });
      expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
    },
  );

  it('leaves out hosts and what is not in the inventory', async () => {
    const { summary, selector } = await plan({ applianceIds: [hostId, id(2), 'app_none'] });
    expect(summary.targets).toBe(1);
    expect(selector).toEqual({ scope: null, applianceIds: 3 });
  });

  it('takes in the primary of a secondary that is named, and says why', async () => {
    const { id: planId } = await plan({ applianceIds: [id(6)] });
    expect(await outcomes(planId)).toEqual([
      ['vpx-5-first', 'change', null],
      ['vpx-6-second', 'skipped', 'written through vpx-5-first'],
    ]);
    expect((await targetsOf(planId))[0]?.warnings).toEqual(['planned too because vpx-6-second is written through it']);
  });
});

/** One change at each level, and the appliances that it reaches. */
describe('a change at each level', () => {
  it.each([
    ['the fleet', () => 'fleet', [1, 2, 5]],
    ['a site', () => 'site:emea', [1, 2, 5]],
    ['a group', () => 'group:pci', [1, 2, 5]],
    ['a host', () => `host:${hostId}`, [1, 2, 5]],
    ['an instance', () => `instance:${id(2)}`, [2]],
  ])('of %s is planned for all that it reaches, and named as the source', async (_, scope, reached) => {
    const before = (await controller.stores.layers.get(scope()))?.settings ?? {};
    await writeLayer(controller.stores, scope(), { settings: { ...before, heartbeatIntervalDays: 14 } });
    const { id: planId, summary } = await plan({ scope: 'fleet', keys: ['heartbeatIntervalDays'] });
    const targets = await targetsOf(planId, '?outcome=change');
    expect(targets.map(({ applianceId }) => applianceId)).toEqual(reached.map(id));
    expect(targets.flatMap(({ changes }) => changes.map(({ source }) => source))).toEqual(reached.map(() => scope()));
    expect(summary.change + summary.same + summary.blocked + summary.unknown + summary.skipped).toBe(summary.targets);
    await writeLayer(controller.stores, scope(), { settings: before });
  });
});

describe('a plan that no longer holds', () => {
  it('is one whose layers have changed, and no other', async () => {
    const { id: planId } = await plan({ applianceIds: [id(2)] });
    await writeLayer(controller.stores, `instance:${id(4)}`, { settings: { uploadAlarm: true } });
    expect(await freshness(planId)).toBe(true);
    await writeLayer(controller.stores, 'site:emea', { settings: { uploadAlarm: true } });
    expect(await freshness(planId)).toBe(false);
    const answer = await controller.admin.ask('POST', '/api/v1/rollouts', { body: { planId } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'plan-stale', errors: [{ pointer: '/inputs/site:emea', code: 'revision-changed' }] },
    });
    await writeLayer(controller.stores, 'site:emea', {});
  });

  it('is one that is older than a day', async () => {
    const { id: planId } = await plan();
    await controller.resources.database.source.query('UPDATE plan SET expires_at = now() WHERE id = $1', [planId]);
    expect(await freshness(planId)).toBe(false);
  });

  it('is not one whose appliances show something else by now: that is a conflict of the target', async () => {
    const { id: planId } = await plan({ applianceIds: [id(1)] });
    await controller.stores.readings.record([reading(id(1), { callHome: { ...UNTOUCHED, heartbeatIntervalDays: 9 } })]);
    expect(await freshness(planId)).toBe(true);
    await controller.stores.readings.record([reading(id(1), { callHome: UNTOUCHED })]);
  });
});

describe('a plan that is only tried', () => {
  it('answers what it would be, and leaves every row as it was', async () => {
    const { database } = controller.resources;
    const before = await tableDigests(database);
    const { status, body } = await controller.admin.ask('POST', '/api/v1/plans?dryRun=true', {
      body: { scope: 'fleet' },
    });
    expect({ status, body }).toMatchObject({ status: 201, body: { summary: { targets: 6, change: 2 }, fresh: true } });
    expect(await tableDigests(database)).toEqual(before);
    expect(await controller.admin.ask('GET', `/api/v1/plans/${String(body.id)}`)).toMatchObject({ status: 404 });
  });
});

describe('an owner', () => {
  let owner: Client;
  let ofPair: Client;
  beforeAll(async () => {
    owner = await controller.person('owner', [`instance:${id(1)}`]);
    ofPair = await controller.person('owner', [`instance:${id(6)}`]);
  });

  it('plans for an own instance, by its scope or by its id', async () => {
    expect((await plan({ scope: `instance:${id(1)}` }, owner)).summary.targets).toBe(1);
    const { id: planId } = await plan({ applianceIds: [id(1)] }, owner);
    const { body } = await owner.call('listPlanTargets', { params: { id: planId } });
    expect(body.items).toMatchObject([{ applianceId: id(1), outcome: 'change' }]);
  });

  it.each([
    ['the fleet', () => ({ scope: 'fleet' })],
    ['the host', () => ({ scope: `host:${hostId}` })],
    ["another one's instance", () => ({ scope: `instance:${id(2)}` })],
    ["another one's instance beside an own one", () => ({ applianceIds: [id(1), id(2)] })],
    ['what does not exist', () => ({ applianceIds: ['app_none'] })],
  ])('cannot plan for %s', async (_, body) => {
    const answer = await owner.ask('POST', '/api/v1/plans', { body: body() });
    expect(answer).toMatchObject({ status: 404, body: { code: 'not-found' } });
  });

  it("does not find another one's plan, nor its targets, nor roll it out", async () => {
    const { id: planId } = await plan({ applianceIds: [id(1), id(2)] });
    for (const [method, path, body] of [
      ['GET', `/plans/${planId}`, undefined],
      ['GET', `/plans/${planId}/targets`, undefined],
      ['POST', '/rollouts', { planId }],
    ] as const) {
      expect(await owner.ask(method, `/api/v1${path}`, { body })).toMatchObject({ status: 404 });
    }
  });

  it('is not told of a primary that belongs to somebody else', async () => {
    const { id: planId, summary } = await plan({ applianceIds: [id(6)] }, ofPair);
    expect(summary).toMatchObject({ targets: 1, blocked: 1, change: 0 });
    expect(await outcomes(planId)).toEqual([['vpx-6-second', 'blocked', 'primary-out-of-scope']]);
  });
});
