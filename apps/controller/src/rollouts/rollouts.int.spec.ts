import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { eventually } from '../../../../libs/testing/src/index.js';
import { launchController, type Answer, type Client, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';
import { Starting } from './starting.js';
import { writeLayer } from './layers-under-test.fake.js';
import { tableDigests } from './table-digests.fake.js';

let controller: ControllerUnderTest;
let operator: Client;
let approver: Client;
let ids: string[];
const id = (n: number) => ids[n - 1] ?? '';

beforeAll(async () => {
  controller = await launchController();
  ({ ids } = await addFleet(controller.stores, ['vpx-1', 'vpx-2', 'vpx-3', 'vpx-4']));
  operator = await controller.person('operator');
  approver = await controller.person('approver');
});
afterAll(() => controller.close());

// Nothing is at work from one spec to the next, and every appliance is to be changed.
beforeEach(async () => {
  await controller.resources.database.source.query('UPDATE rollout SET state = $1', ['cancelled']);
  await writeLayer(controller.stores, 'fleet', { settings: { emailAddress: 'noc@corp.example' } });
});

async function planOf(applianceIds: readonly string[], by: Client = operator): Promise<string> {
  const { body } = await by.call('createPlan', { body: { applianceIds } });
  return String(body.id);
}

async function rollOut(applianceIds: readonly string[], more: Record<string, unknown> = {}): Promise<Rollout> {
  const planId = await planOf(applianceIds);
  return (await operator.call('createRollout', { body: { planId, ...more } })).body as unknown as Rollout;
}

const act = (by: Client, rollout: { id: string }, action: string, body?: unknown) =>
  by.ask('POST', `/api/v1/rollouts/${rollout.id}/actions/${action}`, { ...(body !== undefined && { body }) });
const shown = async (rollout: { id: string }) =>
  (await operator.call('getRollout', { params: { id: rollout.id } })).body as unknown as Rollout;
const movesOf = async (rollout: { id: string }) => {
  const { body } = await operator.call('listRolloutTransitions', { params: { id: rollout.id } });
  return (body.items as { event: string; to: string }[]).map(({ event, to }) => `${event} ${to}`);
};
const setState = (rollout: { id: string }, state: string) =>
  controller.resources.database.source.query('UPDATE rollout SET state = $2 WHERE id = $1', [rollout.id, state]);

/** Lets policy ask for another person from this number of targets on; null: never for their number. */
async function askOver(overTargets: number | null): Promise<void> {
  const { headers } = await controller.admin.call('getPolicy');
  const etag = { 'if-match': headers.get('etag') ?? '' };
  await controller.admin.call('patchPolicy', { body: { approval: { overTargets } }, headers: etag });
}

describe('a rollout', () => {
  it('begins with what its plan changes, once', async () => {
    const planId = await planOf(ids.slice(0, 2));
    const { body, headers } = await operator.call('createRollout', { body: { planId } });
    expect(headers.get('location')).toBe(`/api/v1/rollouts/${String(body.id)}`);
    expect(body).toMatchObject({
      planId,
      name: 'emailAddress on 2 appliances',
      state: 'running',
      source: 'api',
      wave: 1,
      waves: [{ name: null, targets: 2, finished: 0, failed: 0, unreachable: 0 }],
      counts: { pending: 2, applied: 0 },
      limits: { failedPercentOfWave: 10, failedInAll: 5, unreachablePercentOfWave: 10, judgeAfter: 10 },
      bakeSeconds: 600,
      perHost: 1,
    });
    expect(body.planHash).toMatch(/^[0-9a-f]{64}$/);
    const params = { id: String(body.id) };
    const targets = (await operator.call('listRolloutTargets', { params })).body;
    expect(targets).toMatchObject({
      items: [
        { applianceName: 'vpx-1', hostName: 'sdx-fra-03', wave: 1, state: 'pending', changedKeys: ['emailAddress'] },
        { applianceName: 'vpx-2' },
      ],
      page: { approxTotal: 2 },
    });
    expect(await movesOf({ id: params.id })).toEqual(['created planned', 'start running']);
    const again = await operator.ask('POST', '/api/v1/rollouts', { body: { planId } });
    expect(again).toMatchObject({ status: 409, body: { code: 'illegal-transition', allowed: [] } });
  });

  it('is cut into the waves that are asked for', async () => {
    const { id: rolloutId, waves } = await rollOut(ids, {
      name: 'in steps',
      waves: [{ name: 'canary', targets: 1 }, { percent: 50 }, { percent: 100 }],
      submit: false,
    });
    expect(waves.map(({ name, targets }) => [name, targets])).toEqual([
      ['canary', 1],
      [null, 2],
      [null, 1],
    ]);
    const params = { id: rolloutId };
    const second = (await operator.call('listRolloutTargets', { params, query: '?wave=2' })).body;
    expect(second).toMatchObject({ page: { approxTotal: 2 } });
    expect((second.items as { wave: number }[]).map(({ wave }) => wave)).toEqual([2, 2]);
    expect((await operator.call('listRollouts', { query: '?state=planned' })).body).toMatchObject({
      items: [{ id: rolloutId, name: 'in steps' }],
      page: { approxTotal: 1 },
    });
  });

  it.each([
    ['no target in a wave', [{ targets: 0 }], '/waves/0/targets', 'targets-out-of-range'],
    ['half a target', [{ targets: 1 }, { targets: 1.5 }], '/waves/1/targets', 'targets-out-of-range'],
    ['more than all', [{ percent: 101 }], '/waves/0/percent', 'percent-out-of-range'],
    ['none of all', [{ percent: 0 }], '/waves/0/percent', 'percent-out-of-range'],
  ])('is refused with %s', async (_, waves, pointer, code) => {
    const planId = await planOf([id(1)]);
    const answer = await operator.ask('POST', '/api/v1/rollouts', { body: { planId, waves } });
    expect(answer).toMatchObject({ status: 422, body: { code: 'validation', errors: [{ pointer, code }] } });
  });

  it('needs a plan that exists, and one that changes something', async () => {
    const nowhere = await operator.ask('POST', '/api/v1/rollouts', { body: { planId: 'pln_none' } });
    expect(nowhere).toMatchObject({ status: 404, body: { code: 'not-found' } });
    await writeLayer(controller.stores, 'fleet', {});
    const planId = await planOf([id(1)]);
    expect(await operator.ask('POST', '/api/v1/rollouts', { body: { planId } })).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/planId', code: 'nothing-to-change' }] },
    });
  });

  it('that is only tried answers what it would be, and leaves every row as it was', async () => {
    const planId = await planOf(ids);
    const before = await tableDigests(controller.resources.database);
    const answer = await operator.ask('POST', '/api/v1/rollouts?dryRun=true', {
      body: { planId, waves: [{ targets: 1 }, { percent: 100 }] },
    });
    expect(answer).toMatchObject({
      status: 202,
      body: { state: 'running', waves: [{ targets: 1 }, { targets: 3 }], needsApproval: [] },
    });
    expect(await tableDigests(controller.resources.database)).toEqual(before);
  });

  it('does not begin while one of its appliances is in another that is not over', async () => {
    const first = await rollOut([id(1), id(2)]);
    const planId = await planOf([id(2), id(3)]);
    const answer = await operator.ask('POST', '/api/v1/rollouts', { body: { planId } });
    expect(answer).toMatchObject({
      status: 409,
      body: { code: 'target-busy', errors: [{ pointer: `/targets/${id(2)}`, detail: `it is in ${first.id}` }] },
    });
    // Nothing of it was kept: the same plan can be rolled out later.
    await act(operator, first, 'abort');
    const later = await operator.call('createRollout', { body: { planId } });
    expect(later.body).toMatchObject({ state: 'running', counts: { pending: 2 } });
  });

  it('does not begin beside another one of the same moment, not even before that one is written', async () => {
    const [first, second] = [await rollOut([id(1)], { submit: false }), await rollOut([id(1)], { submit: false })];
    const { database, stores } = controller.resources;
    const row = await stores.rollouts.get(first.id);
    if (row === null) throw new TypeError('the rollout is gone');
    const answers: Answer[] = [];
    let other: Promise<unknown> = Promise.resolve();
    // The transaction of the first one stays open until the second one waits for it, or has its answer.
    await database.together(async () => {
      await controller.app.get(Starting, { strict: false }).move(row, 'start', { actor: 'spec' });
      other = act(operator, second, 'submit').then((answer) => answers.push(answer));
      await eventually(async () => expect(answers.length + (await waitingForTheirTurn())).toBe(1));
    });
    await other;
    expect(answers).toMatchObject([{ status: 409, body: { code: 'target-busy' } }]);
    expect(await shown(second)).toMatchObject({ state: 'planned' });
  });
});

/** How many transactions wait for their turn to let a rollout begin. */
async function waitingForTheirTurn(): Promise<number> {
  const rows = await controller.resources.database.pool.query<unknown[]>(
    `SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
     AND database = (SELECT oid FROM pg_database WHERE datname = current_database())`,
  );
  return rows.length;
}

describe('approval', () => {
  it('is asked for where policy wants it, of somebody else', async () => {
    await askOver(1);
    const rollout = await rollOut(ids.slice(0, 2));
    expect(rollout).toMatchObject({ state: 'awaiting-approval', startedAt: null, wave: 0 });
    expect(rollout.needsApproval).toEqual([
      { code: 'targets>1', detail: 'It changes 2 appliances; more than 1 need approval.' },
    ]);
    expect(await act(operator, rollout, 'approve')).toMatchObject({ status: 403, body: { code: 'forbidden' } });
    const approved = await act(approver, rollout, 'approve', { comment: 'fine' });
    expect(approved).toMatchObject({ status: 200, body: { state: 'running', planHash: rollout.planHash } });
    expect(approved.body.approvedBy).toMatch(/^approver-/);
    expect(await movesOf(rollout)).toEqual(['created planned', 'submit awaiting-approval', 'approve running']);
    await askOver(50);
  });

  it('is never given by the author of the rollout, nor by that of its plan', async () => {
    await askOver(0);
    const planned = await planOf([id(1)], controller.admin);
    const { body } = await operator.call('createRollout', { body: { planId: planned } });
    const ofPlan = await act(controller.admin, { id: String(body.id) }, 'approve');
    expect(ofPlan).toMatchObject({ status: 403, body: { code: 'self-approval' } });
    const own = (await controller.admin.call('createRollout', { body: { planId: await planOf([id(2)]) } })).body;
    const ofRollout = await act(controller.admin, { id: String(own.id) }, 'approve');
    expect(ofRollout).toMatchObject({ status: 403, body: { code: 'self-approval' } });
    expect(await shown({ id: String(own.id) })).toMatchObject({ state: 'awaiting-approval', approvedBy: null });
    await askOver(50);
  });

  it('is asked for by the policy of the moment, not by that of the plan', async () => {
    const rollout = await rollOut([id(1)], { submit: false });
    await askOver(0);
    expect(await act(operator, rollout, 'submit')).toMatchObject({ body: { state: 'awaiting-approval' } });
    await askOver(50);
  });

  it.each([
    [
      'a locked key',
      { settings: { emailAddress: 'noc@corp.example' }, locks: ['emailAddress' as const] },
      'locked:emailAddress',
    ],
    ['switching Call Home off', { settings: { enabled: false } }, 'disables-call-home'],
  ])('is asked for %s', async (_, layer, code) => {
    await writeLayer(controller.stores, 'fleet', layer);
    const { state, needsApproval } = await rollOut([id(1)]);
    expect({ state, codes: needsApproval.map((reason) => reason.code) }).toEqual({
      state: 'awaiting-approval',
      codes: [code],
    });
  });

  it('can be refused, which makes it a draft that can be planned anew', async () => {
    await askOver(0);
    const rollout = await rollOut([id(1)]);
    const rejected = await act(approver, rollout, 'reject', { comment: 'not on a Friday' });
    expect(rejected.body).toMatchObject({ state: 'draft', reason: 'not on a Friday', actions: ['plan', 'cancel'] });
    const replanned = await act(operator, rollout, 'plan');
    expect(replanned.body).toMatchObject({ state: 'planned', counts: { pending: 1 } });
    expect(replanned.body.planId).not.toBe(rollout.planId);
    await askOver(50);
  });

  it('is no longer of use once a layer has moved: the rollout is a draft then', async () => {
    await askOver(0);
    const rollout = await rollOut([id(1)]);
    await writeLayer(controller.stores, 'site:emea', { settings: { heartbeatIntervalDays: 9 } });
    expect(await act(approver, rollout, 'approve')).toMatchObject({
      status: 409,
      body: { code: 'plan-stale', errors: [{ pointer: '/inputs/site:emea', code: 'revision-changed' }] },
    });
    expect(await shown(rollout)).toMatchObject({ state: 'draft', reason: 'site:emea has changed since' });
    const again = await act(operator, rollout, 'plan');
    expect(again.body).toMatchObject({ state: 'planned' });
    const { body } = await operator.call('listRolloutTargets', { params: { id: rollout.id } });
    expect(body.items).toMatchObject([{ changedKeys: ['emailAddress', 'heartbeatIntervalDays'] }]);
    await writeLayer(controller.stores, 'site:emea', {});
    await askOver(50);
  });

  it('can be gone without by an administrator alone, for a reason that stays', async () => {
    await askOver(0);
    const rollout = await rollOut([id(1)]);
    const reason = 'the old proxy is burning';
    expect(await act(approver, rollout, 'break-glass', { reason })).toMatchObject({ status: 403 });
    expect(await act(controller.admin, rollout, 'break-glass', { reason: 'short' })).toMatchObject({ status: 422 });
    const begun = await act(controller.admin, rollout, 'break-glass', { reason });
    expect(begun.body).toMatchObject({ state: 'running', breakGlass: reason, approvedBy: null });
    await act(operator, rollout, 'abort');
    expect(await shown(rollout)).toMatchObject({ state: 'failed', reason: 'aborted', breakGlass: reason });
    await askOver(50);
  });
});

describe('steering a rollout', () => {
  it('pauses, goes on and ends it, and says why', async () => {
    const rollout = await rollOut([id(1), id(2)]);
    const paused = await act(operator, rollout, 'pause', { comment: 'wait for the proxy' });
    expect(paused.body).toMatchObject({ state: 'paused', actions: ['resume', 'retry-failed', 'abort', 'rollback'] });
    expect(String(paused.body.reason)).toMatch(/^paused by operator-\d+: wait for the proxy$/);
    expect((await act(operator, rollout, 'resume')).body).toMatchObject({ state: 'running', reason: null });
    const aborted = await act(operator, rollout, 'abort');
    expect(aborted.body).toMatchObject({ state: 'failed', reason: 'aborted', counts: { 'not-started': 2 } });
    const retried = await act(operator, rollout, 'retry-failed');
    expect(retried.body).toMatchObject({ state: 'running', counts: { pending: 2, 'not-started': 0 } });
  });

  it('begins no wave beside one that is not over, and tries nothing anew that did not fail', async () => {
    const rollout = await rollOut([id(1), id(2)], { waves: [{ targets: 1 }, { percent: 100 }] });
    const early = await act(operator, rollout, 'next-wave');
    expect(early).toMatchObject({ status: 409, body: { detail: 'Wave 1 is still under way.' } });
    expect(early.body.allowed).toEqual(['pause', 'abort', 'rollback']);
    await act(operator, rollout, 'pause');
    expect(await act(operator, rollout, 'retry-failed')).toMatchObject({ status: 409 });
  });

  it('groups what failed by its cause', async () => {
    const rollout = await rollOut(ids);
    const { source } = controller.resources.database;
    const fail = (n: number, state: string, cause: string) =>
      source.query('UPDATE rollout_target SET state = $3, cause = $4 WHERE rollout_id = $1 AND appliance_id = $2', [
        rollout.id,
        id(n),
        state,
        cause,
      ]);
    await fail(1, 'failed', 'Invalid argument [port]');
    await fail(2, 'failed', 'Invalid argument [port]');
    await fail(3, 'unreachable', 'timeout');
    const { body } = await operator.call('listRolloutCauses', { params: { id: rollout.id } });
    expect(body.items).toMatchObject([
      {
        cause: 'Invalid argument [port]',
        state: 'failed',
        count: 2,
        sample: [{ applianceName: 'vpx-1', build: '49.13' }, { applianceName: 'vpx-2' }],
      },
      { cause: 'timeout', state: 'unreachable', count: 1 },
    ]);
    expect(await shown(rollout)).toMatchObject({ waves: [{ finished: 3, failed: 2, unreachable: 1 }] });
  });

  it('takes nothing back a month after the end', async () => {
    const rollout = await rollOut([id(1)]);
    const { source } = controller.resources.database;
    await source.query(`UPDATE rollout SET state = 'done', finished_at = now() - interval '31 days' WHERE id = $1`, [
      rollout.id,
    ]);
    expect(await act(operator, rollout, 'rollback')).toMatchObject({
      status: 409,
      body: { allowed: ['retry-failed'] },
    });
    await source.query(`UPDATE rollout SET finished_at = now() - interval '29 days' WHERE id = $1`, [rollout.id]);
    await source.query(`UPDATE rollout_target SET state = 'applied' WHERE rollout_id = $1`, [rollout.id]);
    expect(await act(operator, rollout, 'rollback')).toMatchObject({
      status: 200,
      body: { state: 'rolling-back', counts: { 'rolling-back': 1 } },
    });
  });
});

/** From the design of the console: the actions of each state. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  draft: ['plan', 'cancel'],
  planned: ['submit', 'break-glass', 'cancel'],
  'awaiting-approval': ['approve', 'reject', 'break-glass', 'cancel'],
  running: ['pause', 'next-wave', 'abort', 'rollback'],
  paused: ['resume', 'retry-failed', 'abort', 'rollback'],
  done: ['retry-failed', 'rollback'],
  failed: ['retry-failed', 'rollback'],
  'rolling-back': [],
  'rolled-back': [],
  cancelled: [],
};
const ACTIONS = [...new Set(Object.values(ALLOWED).flat())];

describe('an action that the state does not allow', () => {
  it.each(Object.entries(ALLOWED))(
    'of a rollout that is %s is refused, names what is, and writes nothing',
    async (state, allowed) => {
      const rollout = await rollOut([id(1)], { submit: false });
      await setState(rollout, state);
      const before = await tableDigests(controller.resources.database);
      const illegal = ACTIONS.filter((action) => !allowed.includes(action));
      for (const action of illegal) {
        const body = action === 'break-glass' ? { reason: 'a reason of the specs' } : undefined;
        const answer = await act(controller.admin, rollout, action, body);
        expect({ action, status: answer.status, code: answer.body.code }).toEqual({
          action,
          status: 409,
          code: 'illegal-transition',
        });
        expect((answer.body.allowed as string[]).toSorted()).toEqual(allowed.toSorted());
      }
      expect(await tableDigests(controller.resources.database)).toEqual(before);
      expect((await shown(rollout)).actions.toSorted()).toEqual(allowed.toSorted());
    },
  );
});

describe('an owner', () => {
  it('rolls out and sees what is all theirs, and nothing else', async () => {
    const owner = await controller.person('owner', [`instance:${id(1)}`]);
    const planId = await planOf([id(1)], owner);
    const { body } = await owner.call('createRollout', { body: { planId } });
    expect(body).toMatchObject({ state: 'running', counts: { pending: 1 } });
    await owner.call('listRolloutTargets', { params: { id: String(body.id) } });
    const others = await rollOut([id(2)]);
    for (const path of ['', '/targets']) {
      expect(await owner.ask('GET', `/api/v1/rollouts/${others.id}${path}`)).toMatchObject({ status: 404 });
    }
    expect(await act(owner, others, 'abort')).toMatchObject({ status: 404 });
  });
});
