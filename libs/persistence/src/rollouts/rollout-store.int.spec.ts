import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  DEFAULT_LIMITS,
  ROLLOUT_EVENTS,
  ROLLOUT_STATES,
  ROLLOUT_TRANSITIONS,
  type ObservedCallHome,
  type RolloutState,
  type RolloutTargetState,
  type SettingChange,
} from '../../../callhome/src/index.js';
import { openTestStores, type TestStores } from '../../../testing/src/index.js';
import { newId } from '../identifiers.js';
import type { Lease } from '../outbox/outbox-store.js';
import type { TargetNote, TargetWork } from './rollout-work.js';
import type { Rollout } from './rollout.table.js';

const OBSERVED: ObservedCallHome = {
  enabled: true,
  emailAddress: null,
  heartbeatIntervalDays: 7,
  mode: null,
  proxy: 'none',
  uploadAlarm: null,
  unsaved: false,
  shown: ['emailAddress'],
  release: '13.1',
};
const CHANGE: SettingChange = { key: 'emailAddress', from: null, to: 'noc@x.example', source: 'fleet' };
const HOLDER = { worker: 'specs', leaseMs: 60_000 };
const BY = { actor: 'specs' };

let test: TestStores;
let hostId: string;
let ids: string[] = [];
beforeAll(async () => {
  test = await openTestStores();
  hostId = await addAppliance('sdx-1', 'sdx-host');
  ids = [];
  for (let number = 1; number <= 6; number += 1) ids.push(await addAppliance(`vpx-${number}`, 'vpx'));
});
afterAll(() => test.close());
beforeEach(() => test.database.source.query('DELETE FROM outbox'));

async function addAppliance(name: string, kind: 'vpx' | 'sdx-host'): Promise<string> {
  const row = {
    kind,
    name,
    address: `${name}.example`,
    port: 22,
    credentialId: null,
    instanceCredentialId: null,
    instancePort: 22,
    hostKeyPolicy: 'approve',
    jumpHostId: null,
    algorithms: 'modern',
    channel: 'auto',
    site: 'emea',
    groups: ['pci'],
  } as const;
  return (await test.stores.appliances.add({ ...row, groups: [...row.groups] }, null, 'specs')).id;
}

async function addPlan(inputs: Record<string, number> = {}): Promise<string> {
  const planId = newId('pln');
  const selector = { scope: 'fleet', applianceIds: null };
  const plan = {
    id: planId,
    hash: planId,
    inputs,
    summary: { targets: 6, change: 6, same: 0, removals: 0, blocked: 0, unknown: 0, skipped: 0 },
    selector,
    keys: null,
    approval: { changing: 6, keysChanged: [], disables: 0, destinationChanged: false },
    createdBy: 'specs',
    createdAt: new Date(),
    expiresAt: new Date(),
  };
  await test.stores.rollouts.addPlan(
    plan,
    ids.map((applianceId) => ({
      planId,
      applianceId,
      hostId: null,
      outcome: 'change',
      reason: null,
      changes: [CHANGE],
      steps: [{ kind: 'setEmail', value: 'noc@x.example' }, { kind: 'save' }],
      commands: ['set callhome -emailAddress noc@x.example', 'save ns config'],
      undo: ['unset callhome -emailAddress', 'save ns config'],
      removals: 0,
      warnings: [],
      observedHash: null,
      observed: OBSERVED,
    })),
  );
  return planId;
}

/** A rollout of six targets, three in each of two waves. */
async function addRollout(): Promise<Rollout> {
  return test.stores.rollouts.create(
    {
      name: 'specs',
      planId: await addPlan(),
      author: 'a person',
      source: 'api',
      selector: { scope: 'fleet', applianceIds: null },
      keys: null,
      approval: [],
      waves: [
        { name: 'canary', targets: 3 },
        { name: null, targets: 3 },
      ],
      bakeSeconds: 0,
      gate: 'auto',
      perHost: 1,
      canarySite: null,
      limits: DEFAULT_LIMITS,
    },
    ids.map((applianceId, position) => ({ applianceId, hostId, wave: position < 3 ? 1 : 2, position })),
  );
}

async function addRunning(): Promise<Rollout> {
  const { id } = await addRollout();
  return test.stores.rollouts.move(id, 'start', BY);
}

async function leaseOf(id: string): Promise<Lease> {
  const lease = await test.stores.outbox.claim('apply', id, HOLDER);
  if (lease === null) throw new Error('the work is not there, or not due');
  return lease;
}

const put = (
  id: string,
  index: number,
  values: { state: RolloutTargetState; made?: SettingChange[]; sent?: unknown[] },
) =>
  test.database.source.query(
    'UPDATE rollout_target SET state = $3, made = $4, sent = $5 WHERE rollout_id = $1 AND appliance_id = $2',
    [id, ids[index], values.state, JSON.stringify(values.made ?? []), JSON.stringify(values.sent ?? [])],
  );

async function statesOf(id: string): Promise<RolloutTargetState[]> {
  const rows = await test.stores.rollouts.targets(id, { limit: 10, after: null });
  return rows.toSorted((a, b) => a.position - b.position).map((row) => row.state);
}

const noteOf = (work: TargetWork, change: Partial<TargetNote>): TargetNote => ({ ...work, isNews: true, ...change });

describe('RolloutStore.move', () => {
  const states = Object.keys(ROLLOUT_STATES) as RolloutState[];
  it.each(states)('lets a rollout that is %s do what the table says, and nothing else', async (state) => {
    const { id } = await addRollout();
    for (const event of ROLLOUT_EVENTS) {
      await test.database.source.query('UPDATE rollout SET state = $2, wave = 1 WHERE id = $1', [id, state]);
      await test.database.source.query(`UPDATE rollout_target SET state = 'applied' WHERE rollout_id = $1`, [id]);
      const [before, moves] = [await test.stores.rollouts.get(id), await test.stores.rollouts.transitions(id, 500, 0)];
      const expected = ROLLOUT_TRANSITIONS[state][event];
      const move = test.stores.rollouts.move(id, event, { actor: 'someone', reason: 'because' });
      if (expected === undefined) {
        const allowed = ROLLOUT_EVENTS.filter((other) => ROLLOUT_TRANSITIONS[state][other] !== undefined).join(' ');
        await expect(move).rejects.toMatchObject({ code: 'ILLEGAL_TRANSITION', details: { state, event, allowed } });
        expect(await test.stores.rollouts.get(id)).toEqual(before);
        continue;
      }
      expect(await move).toMatchObject({ state: expected, version: (before?.version ?? 0) + 1 });
      expect((await test.stores.rollouts.transitions(id, 500, 0)).slice(moves.length)).toMatchObject([
        { seq: moves.length + 1, fromState: state, toState: expected, event, actor: 'someone', reason: 'because' },
      ]);
    }
  });

  it('begins at the first wave, and makes the work due', async () => {
    const { id } = await addRollout();
    expect(await test.stores.outbox.claim('apply', id, HOLDER)).toBeNull();
    expect(await test.stores.rollouts.move(id, 'start', BY)).toMatchObject({ wave: 1, startedAt: expect.any(Date) });
    expect(await test.stores.outbox.claim('apply', id, HOLDER)).toMatchObject({ refId: id });
  });

  it.each([
    ['a wave that is not over', 1, 'pending'],
    ['the last wave', 2, 'applied'],
  ] as const)('begins no wave beside or behind %s', async (_what, wave, state) => {
    const { id } = await addRunning();
    await test.database.source.query('UPDATE rollout SET wave = $2 WHERE id = $1', [id, wave]);
    await test.database.source.query('UPDATE rollout_target SET state = $2 WHERE rollout_id = $1', [id, state]);
    await expect(test.stores.rollouts.move(id, 'next-wave', BY)).rejects.toMatchObject({
      code: 'ILLEGAL_TRANSITION',
      details: { state: 'running', allowed: 'pause abort finish roll-back' },
    });
  });

  it('tries again only what did not get the change, in its wave, and counts what a person let pass', async () => {
    const { id } = await addRunning();
    const states = ['applied', 'failed', 'unreachable', 'conflict', 'skipped', 'unchanged'] as const;
    for (const [index, state] of states.entries()) await put(id, index, { state });
    await test.stores.rollouts.move(id, 'pause', { ...BY, reason: 'a limit' });
    const retried = await test.stores.rollouts.move(id, 'retry-failed', BY);
    expect(await statesOf(id)).toEqual(['applied', 'pending', 'pending', 'pending', 'pending', 'unchanged']);
    expect(retried).toMatchObject({ reason: null, accepted: { wave: 1, ofWave: { applied: 1, pending: 2 } } });
    const waves = (await test.stores.rollouts.targets(id, { limit: 10, after: null })).map((row) => row.wave);
    expect(waves.toSorted()).toEqual([1, 1, 1, 2, 2, 2]);
  });

  it.each([
    ['everything that holds a part of the change', null, ['rolling-back', 'rolling-back', 'failed', 'not-started']],
    [
      'what was applied',
      { applianceIds: null, states: ['applied'] },
      ['rolling-back', 'failed', 'failed', 'not-started'],
    ],
    ['the appliances named', { applianceIds: [], states: null }, ['applied', 'failed', 'failed', 'not-started']],
  ] as const)('rolls back %s, and starts nothing more', async (_what, rollback, expected) => {
    const { id } = await addRunning();
    await put(id, 0, { state: 'applied', made: [CHANGE] });
    await put(id, 1, { state: 'failed', made: [CHANGE] });
    await put(id, 2, { state: 'failed' });
    await test.stores.rollouts.move(id, 'roll-back', { ...BY, more: { rollback } });
    expect((await statesOf(id)).slice(0, 4)).toEqual(expected);
  });

  it('takes the targets of a new plan in place of the old ones', async () => {
    const { id } = await addRollout();
    await test.stores.rollouts.move(id, 'stale', BY);
    const planId = await addPlan();
    const targets = ids.slice(0, 2).map((applianceId, position) => ({ applianceId, hostId, wave: 1, position }));
    await test.stores.rollouts.move(id, 'plan', {
      ...BY,
      more: { planId, waves: [{ name: null, targets: 2 }] },
      targets,
    });
    expect(await test.stores.rollouts.get(id)).toMatchObject({ state: 'planned', planId });
    expect(await statesOf(id)).toEqual(['pending', 'pending']);
  });

  it('makes one rollout of a plan', async () => {
    const first = await addRollout();
    await expect(test.stores.rollouts.create({ ...first }, [])).rejects.toMatchObject({ code: 'DUPLICATE' });
  });
});

describe('RolloutWork', () => {
  const work = () => test.stores.rolloutWork;

  it('gives each target to one of several that take it at once', async () => {
    const { id } = await addRunning();
    const lease = await leaseOf(id);
    const taken = await Promise.all([1, 2, 3].map(() => work().begin(lease, 'apply', ids)));
    expect(taken.map((one) => one.length).toSorted()).toEqual([0, 0, 6]);
    expect(taken.flat().map((one) => [one.state, one.attempts])).toEqual(ids.map(() => ['checking', 1]));
    expect(taken.flat()[0]?.planned).toMatchObject({ changes: [CHANGE], observed: OBSERVED });
  });

  it('begins nothing once a person has paused it, whoever of the two came first', async () => {
    for (let round = 0; round < 10; round += 1) {
      const { id } = await addRunning();
      const lease = await leaseOf(id);
      const [, begun] = await Promise.all([
        test.stores.rollouts.move(id, 'pause', BY),
        work().begin(lease, 'apply', ids.slice(0, 3)),
      ]);
      expect([0, 3]).toContain(begun.length);
      expect(await work().begin(lease, 'apply', ids)).toEqual([]);
      const waiting = (await statesOf(id)).filter((state) => state === 'pending');
      expect(waiting).toHaveLength(6 - begun.length);
    }
  });

  it('lets a worker that lost its lease record nothing', async () => {
    const { id } = await addRunning();
    const lost = await leaseOf(id);
    const [target] = await work().begin(lost, 'apply', ids.slice(0, 1));
    await test.database.source.query(`UPDATE outbox SET lease_until = now() - interval '1 second'`);
    const lease = await leaseOf(id);
    if (target === undefined) throw new Error('nothing was begun');
    const refused = { code: 'LEASE_LOST' };
    await expect(work().note(lost, [noteOf(target, { state: 'applying' })])).rejects.toMatchObject(refused);
    await expect(work().begin(lost, 'apply', ids)).rejects.toMatchObject(refused);
    await expect(work().advance(lost, { version: 2 }, { event: 'finish' })).rejects.toMatchObject(refused);
    expect((await statesOf(id))[0]).toBe('checking');
    expect(await work().takeOver(lease)).toMatchObject([{ applianceId: ids[0], attempts: 2, state: 'checking' }]);
  });

  it.each([
    ['pause', 'pending'],
    ['abort', 'not-started'],
  ] as const)('takes over only what has begun to write after a %s', async (event, unsent) => {
    const { id } = await addRunning();
    const lease = await leaseOf(id);
    await put(id, 0, { state: 'checking' });
    await put(id, 1, {
      state: 'applying',
      sent: [{ command: 'set x', key: 'emailAddress', ok: null, undoing: false }],
    });
    await test.stores.rollouts.move(id, event, BY);
    expect((await work().takeOver(lease)).map((one) => one.applianceId)).toEqual([ids[1]]);
    expect((await statesOf(id)).slice(0, 2)).toEqual([unsent, 'checking']);
  });

  it('keeps the lease of whoever works on it when a person moves it, and does not let him end early', async () => {
    const running = await addRunning();
    const lease = await leaseOf(running.id);
    await test.stores.rollouts.move(running.id, 'pause', BY);
    const paused = await test.stores.rollouts.move(running.id, 'resume', BY);
    expect(await work().rest(lease, running, null)).toBe(false);
    expect(await work().advance(lease, running, { event: 'finish' })).toBeNull();
    expect(await test.stores.outbox.extend(lease, 60_000)).toBe(true);
    expect(await work().rest(lease, paused, null)).toBe(true);
    expect(await test.stores.outbox.claim('apply', running.id, HOLDER)).toBeNull();
    // Nothing is due any more, and a person's word makes it due again.
    await test.stores.rollouts.move(running.id, 'roll-back', BY);
    expect(await test.stores.outbox.claim('apply', running.id, HOLDER)).not.toBeNull();
  });

  it('gives the work back until a wave was watched for long enough', async () => {
    const rollout = await addRunning();
    const lease = await leaseOf(rollout.id);
    const until = new Date(Date.now() + 60_000);
    expect(await work().rest(lease, rollout, until)).toBe(true);
    expect(await test.stores.rollouts.get(rollout.id)).toMatchObject({ bakingUntil: until, version: rollout.version });
    expect(await test.stores.outbox.claim('apply', rollout.id, HOLDER)).toBeNull();
  });

  it('notes results of many targets, and what was applied with them', async () => {
    const { id } = await addRunning();
    const lease = await leaseOf(id);
    const begun = await work().begin(lease, 'apply', ids);
    const at = new Date().toISOString();
    const value = { wanted: 'noc@x.example', read: 'noc@x.example', at, rolloutId: id };
    const sent = [{ command: 'set x', key: 'emailAddress', ok: true, answer: null, at, undoing: false }] as const;
    const applied = {
      state: 'applied',
      before: OBSERVED,
      made: [CHANGE],
      sent: [...sent],
      verifiedAt: new Date(),
    } as const;
    await work().note(
      lease,
      begun.map((one) =>
        noteOf(one, {
          ...applied,
          made: [CHANGE],
          sent: [...sent],
          result: { values: { emailAddress: value }, conflicts: [] },
        }),
      ),
    );
    const [row] = await test.stores.rollouts.targets(id, { limit: 1, after: null });
    expect(row).toMatchObject({
      state: 'applied',
      before: OBSERVED,
      made: [CHANGE],
      sent,
      verifiedAt: applied.verifiedAt,
    });
    expect((await test.stores.applied.of(ids)).size).toBe(6);
    expect(await test.stores.rollouts.countsOf([id])).toEqual([{ rolloutId: id, state: 'applied', count: 6 }]);
  });

  it('marks for rollback what was in flight when the rollback was wanted', async () => {
    const { id } = await addRunning();
    const lease = await leaseOf(id);
    await put(id, 0, { state: 'applying' });
    const moved = await test.stores.rollouts.move(id, 'roll-back', BY);
    await put(id, 0, { state: 'applied', made: [CHANGE] });
    expect(await work().markLate(lease, moved)).toBe(1);
    expect((await statesOf(id))[0]).toBe('rolling-back');
  });
});

describe('what a plan was made from', () => {
  it('is told apart from what holds now: layers at every level, and the order of groups', async () => {
    const { layers, rollouts } = test.stores;
    const edit = (scope: string) => ({
      scope,
      settings: { emailAddress: 'noc@x.example' },
      locks: [],
      lockReasons: {},
      exempt: [],
      note: null,
      expiresAt: null,
      managedBy: null,
    });
    const scopes = ['fleet', 'site:emea', 'group:pci', `instance:${ids[0]}`, 'site:elsewhere'];
    const fresh = await addPlan();
    expect(await rollouts.changedInputs(await rollouts.requirePlan(fresh))).toEqual([]);
    await test.stores.places.addSite({ name: 'elsewhere', note: null }, 'specs');
    for (const scope of scopes) await layers.put(edit(scope), 0, { cause: 'edit', by: 'specs' });
    const changed = await rollouts.changedInputs(await rollouts.requirePlan(fresh));
    expect(changed).toEqual(['fleet', 'group:pci', `instance:${ids[0]}`, 'site:emea']);
    const inputs = { fleet: 1, 'site:emea': 1, 'group:pci': 1, [`instance:${ids[0]}`]: 1 };
    const [group] = await test.database.source.query<{ priority: number }[]>(
      `SELECT priority FROM appliance_group WHERE name = 'pci'`,
    );
    const priority = group?.priority ?? 0;
    const same = await addPlan({ ...inputs, 'priority:group:pci': priority });
    expect(await rollouts.changedInputs(await rollouts.requirePlan(same))).toEqual([]);
    const other = await addPlan({ ...inputs, 'priority:group:pci': priority + 1 });
    expect(await rollouts.changedInputs(await rollouts.requirePlan(other))).toEqual(['priority:group:pci']);
  });
});

describe('lists of rollouts', () => {
  it('are narrowed by state, and for an owner to those of nobody else', async () => {
    const { rollouts } = test.stores;
    const { id } = await addRunning();
    expect((await rollouts.list({ states: ['running'] }, 1, null)).map((row) => row.id)).toEqual([id]);
    expect((await rollouts.list({ among: ids }, 1, null)).map((row) => row.id)).toEqual([id]);
    expect(await rollouts.list({ among: ids.slice(1) }, 10, null)).toEqual([]);
    expect(await rollouts.count({ states: ['running'], among: ids.slice(1) })).toBe(0);
  });

  it('name appliances that another rollout is not done with', async () => {
    await test.database.source.query(`UPDATE rollout SET state = 'done'`);
    const running = await addRunning();
    const mine = await addRollout();
    await put(running.id, 0, { state: 'applied' });
    const busy = await test.stores.rollouts.busyTargets(mine.id, 10);
    expect(busy.map((one) => [one.applianceId, one.rolloutId])).toEqual(ids.slice(1).map((one) => [one, running.id]));
    await test.stores.rollouts.move(running.id, 'abort', BY);
    expect(await test.stores.rollouts.busyTargets(mine.id, 10)).toEqual([]);
  });
});
