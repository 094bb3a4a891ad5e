import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance, Effective, Rollout, RolloutCause } from '../../libs/contract/src/index.js';
import {
  act,
  atRest,
  byHand,
  commandsSince,
  countsOf,
  instancesOf,
  mark,
  named,
  onDevice,
  ourWrites,
  planFor,
  planTargetsOf,
  setLayer,
  startRollout,
  targetsIn,
  targetsOf,
  trouble,
} from './rollout-steps.js';
import { enrolFleet, startSystem, type RunningSystem } from './running-system.js';

/** The first instance of the first host is the primary of a pair, that of the second host its secondary. */
const [PRIMARY, SECONDARY] = ['vpx-fra-01-1', 'vpx-lon-02-1'];
let system: RunningSystem;
let appliances: Appliance[];

beforeAll(async () => {
  system = await startSystem({ hosts: 3, instances: 4, workers: 2, simulatorArgs: ['--ha-pairs', '1'] });
  appliances = await enrolFleet(system);
}, 180_000);
afterAll(() => system.stop(), 60_000);
const mend = () => system.simulator.control('DELETE', '/faults');

const hostOf = (name: string): string | null => named(appliances, name).hostName;

describe('a rollout in waves', () => {
  afterAll(mend);
  let rollout: Rollout;
  let begun: number;

  it('writes a pair through its primary, and says so in the plan', async () => {
    begun = await mark(system);
    for (const one of instancesOf(appliances)) {
      await system.simulator.control('POST', `/appliances/${one.name}/latency`, { ms: 15 });
    }
    const plan = await planFor(system, { scope: 'fleet' });
    expect(plan.summary).toMatchObject({ targets: 12, change: 11, skipped: 1, blocked: 0, unknown: 0 });
    const skipped = (await planTargetsOf(system, plan)).filter((target) => target.outcome === 'skipped');
    expect(skipped).toMatchObject([{ applianceName: SECONDARY, reason: expect.stringContaining(PRIMARY ?? '') }]);
    const waves = [{ name: 'canary', targets: 1 }, { percent: 40 }, { percent: 100 }];
    await trouble(system, 'vpx-nyc-03-2', {
      kind: 'refuse-command',
      command: 'set callhome',
      error: 'Operation already in progress',
      count: 1,
    });
    // One failure of a wave of five is within its budget.
    rollout = await startRollout(system, plan, { waves, limits: { failedPercentOfWave: 100 } });
    expect(rollout.waves.map((wave) => [wave.name, wave.targets])).toEqual([
      ['canary', 1],
      [null, 5],
      [null, 5],
    ]);
  });

  it('ends with one failure told apart from what was applied, and with its cause', async () => {
    rollout = await atRest(system, rollout);
    expect(rollout.state).toBe('done');
    expect(countsOf(rollout)).toEqual({ applied: 10, failed: 1 });
    const causes = await system.all<RolloutCause>(`/rollouts/${rollout.id}/causes`);
    expect(causes).toMatchObject([{ count: 1, state: 'failed', sample: [{ applianceName: 'vpx-nyc-03-2' }] }]);
    expect(causes[0]?.cause).toContain('Operation already in progress');
  });

  it('finished each wave before the next was begun', async () => {
    const targets = await targetsOf(system, rollout);
    const spans = [1, 2, 3].map((wave) => {
      const commands = targets.filter((target) => target.wave === wave).map((target) => target.applianceName);
      return { wave, names: commands };
    });
    const writes = ourWrites(await commandsSince(system, begun));
    for (const { wave, names } of spans.slice(1)) {
      const first = writes.find((one) => names.includes(one.appliance));
      const before = spans.filter((span) => span.wave < wave).flatMap((span) => span.names);
      const last = writes.findLast((one) => before.includes(one.appliance));
      expect(last?.seq).toBeLessThan(first?.seq ?? 0);
    }
  });

  it('wrote one instance of a host at a time, and hosts side by side', async () => {
    const writes = ourWrites(await commandsSince(system, begun));
    const turns = (names: string[]): string[] => names.filter((name, at) => name !== names[at - 1]);
    const hosts = new Set(writes.map((one) => hostOf(one.appliance)));
    expect(hosts.size).toBe(3);
    for (const host of hosts) {
      const order = turns(writes.filter((one) => hostOf(one.appliance) === host).map((one) => one.appliance));
      expect(order).toHaveLength(new Set(order).size);
    }
    const all = turns(writes.map((one) => one.appliance));
    expect(all.length).toBeGreaterThan(new Set(all).size);
  });

  it('never wrote to the secondary, which shows the same all the same', async () => {
    expect(ourWrites(await commandsSince(system, 0, SECONDARY))).toEqual([]);
    const target = (await targetsOf(system, rollout)).find((one) => one.applianceName === PRIMARY);
    expect(target).toMatchObject({ state: 'applied', peerSynced: true });
    expect(await onDevice(system, SECONDARY ?? '')).toMatchObject({
      emailAddress: 'noc@fleet.example',
      unsaved: false,
    });
  });

  it('tries only what failed once more', async () => {
    const since = await mark(system);
    await act(system, rollout, 'retry-failed');
    rollout = await atRest(system, rollout);
    expect([rollout.state, countsOf(rollout)]).toEqual(['done', { applied: 11 }]);
    const written = ourWrites(await commandsSince(system, since)).map((one) => one.appliance);
    expect(new Set(written)).toEqual(new Set(['vpx-nyc-03-2']));
    expect((await planFor(system, { scope: 'fleet' })).summary).toMatchObject({ change: 0, same: 11 });
  });
});

describe('a rollout with more failures than it may have', () => {
  afterEach(mend);
  it('pauses by itself, sends nothing to those behind, and goes on with a retry', async () => {
    await setLayer(system, 'fleet', { heartbeatIntervalDays: 12 });
    const plan = await planFor(system, { scope: 'fleet' });
    for (const one of instancesOf(appliances)) {
      await trouble(system, one.name, { kind: 'refuse-command', command: 'set callhome' });
    }
    const since = await mark(system);
    const waves = [{ targets: 2 }, { percent: 100 }];
    const limits = { failedInAll: 0, judgeAfter: 1 };
    const paused = await atRest(system, await startRollout(system, plan, { waves, limits }));
    expect(paused).toMatchObject({ state: 'paused', reason: expect.stringContaining('fail') });
    const { failed = 0, pending = 0 } = countsOf(paused);
    expect([failed >= 1 && failed <= 2, failed + pending]).toEqual([true, 11]);
    const written = new Set(ourWrites(await commandsSince(system, since)).map((one) => one.appliance));
    expect(written.size).toBe(failed);

    await system.simulator.control('DELETE', '/faults');
    await act(system, paused, 'retry-failed');
    const ended = await atRest(system, paused);
    expect([ended.state, countsOf(ended)]).toEqual(['done', { applied: 11 }]);
  });
});

describe('a rollout that waits for a person between its waves', () => {
  afterEach(mend);
  it('begins a wave when it is told to, and leaves the rest alone when it is aborted', async () => {
    await setLayer(system, 'fleet', { heartbeatIntervalDays: 13 });
    const plan = await planFor(system, { scope: 'fleet' });
    const waves = [{ targets: 1 }, { targets: 2 }, { percent: 100 }];
    const rollout = await startRollout(system, plan, { waves, gate: 'manual' });
    await targetsIn(system, rollout, { state: 'applied', count: 1 });
    await act(system, rollout, 'next-wave');
    await targetsIn(system, rollout, { state: 'applied', count: 3 });
    await act(system, rollout, 'abort', { comment: 'enough seen' });
    const ended = await atRest(system, rollout);
    expect(ended).toMatchObject({ state: 'failed', reason: expect.stringContaining('abort') });
    expect(countsOf(ended)).toEqual({ applied: 3, 'not-started': 8 });
    const rest = await atRest(system, await startRollout(system, await planFor(system, { scope: 'fleet' })));
    expect(countsOf(rest)).toEqual({ applied: 8 });
  });
});

describe('an instance that somebody else changed', () => {
  afterEach(mend);
  it('after the plan was made is left alone as a conflict', async () => {
    await setLayer(system, 'fleet', { heartbeatIntervalDays: 9 });
    const plan = await planFor(system, { scope: 'fleet' });
    await byHand(system, 'vpx-nyc-03-1', 'set callhome -hbCustomInterval 21');
    const rollout = await atRest(system, await startRollout(system, plan));
    expect([rollout.state, countsOf(rollout)]).toEqual(['done', { applied: 10, conflict: 1 }]);
    expect(await onDevice(system, 'vpx-nyc-03-1')).toMatchObject({ heartbeatDays: 21, unsaved: true });
    const again = await atRest(system, await startRollout(system, await planFor(system, { scope: 'fleet' })));
    expect(countsOf(again)).toEqual({ applied: 1 });
    // What was not ours is not saved by us: the other person's change was there before.
    expect(await onDevice(system, 'vpx-nyc-03-1')).toMatchObject({ heartbeatDays: 9, unsaved: true });
    await byHand(system, 'vpx-nyc-03-1', 'save ns config');
  });
});

describe('a rollback', () => {
  afterEach(mend);
  it('gives every instance back what it had, but for a key that somebody has changed since', async () => {
    await setLayer(system, 'fleet', { heartbeatIntervalDays: 5, emailAddress: 'other@fleet.example' });
    const rollout = await atRest(system, await startRollout(system, await planFor(system, { scope: 'fleet' })));
    expect([rollout.state, countsOf(rollout)]).toEqual(['done', { applied: 11 }]);
    const changed = 'vpx-lon-02-3';
    await byHand(system, changed, 'set callhome -emailAddress mine@tenant.example ; save ns config');
    const since = await mark(system);

    await act(system, rollout, 'rollback');
    const back = await atRest(system, rollout);
    expect([back.state, countsOf(back)]).toEqual(['rolled-back', { 'rolled-back': 11 }]);
    const leftovers = (await targetsOf(system, back)).filter((target) => target.leftovers.length > 0);
    expect(leftovers.map((target) => [target.applianceName, target.leftovers])).toEqual([[changed, ['emailAddress']]]);
    for (const { name } of instancesOf(appliances)) {
      expect([name, await onDevice(system, name)]).toMatchObject([
        name,
        {
          heartbeatDays: 9,
          emailAddress: name === changed ? 'mine@tenant.example' : 'noc@fleet.example',
          unsaved: false,
        },
      ]);
    }
    const onChanged = ourWrites(await commandsSince(system, since, changed)).map((one) => one.command);
    expect(onChanged.filter((command) => command.includes('emailAddress'))).toEqual([]);
    expect(ourWrites(await commandsSince(system, 0, SECONDARY))).toEqual([]);

    const { id } = named(appliances, changed);
    const { keys } = await system.call<Effective>('GET', `/appliances/${id}/effective`);
    expect(keys.heartbeatIntervalDays).toMatchObject({ value: 5, device: { value: 9 }, drift: 'pending' });
    expect(keys.emailAddress).toMatchObject({ value: 'other@fleet.example', device: { value: 'mine@tenant.example' } });
  });
});
