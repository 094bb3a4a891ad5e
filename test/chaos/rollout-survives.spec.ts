import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Appliance, Rollout } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import {
  act,
  atRest,
  commandsSince,
  countsOf,
  instancesOf,
  mark,
  onDevice,
  ourWrites,
  planFor,
  setLayer,
  startRollout,
  targetsIn,
  targetsOf,
  trouble,
  type NotedCommand,
} from '../e2e/rollout-steps.js';
import { enrolFleet, startSystem, type RunningSystem } from '../e2e/running-system.js';

let system: RunningSystem;
let appliances: Appliance[];

beforeAll(async () => {
  // One instance on each host, so that all of them are under way at the same moment.
  system = await startSystem({ hosts: 7, instances: 1, workers: 1 });
  appliances = await enrolFleet(system);
}, 180_000);
afterAll(() => system.stop(), 60_000);
afterEach(() => system.simulator.control('DELETE', '/faults'));

/** Where an instance stops answering; the first one never does. */
interface Stop {
  step: string;
  fault: { at: 'command' | 'answer'; command: string; skip?: number } | null;
}

const STOPS: readonly Stop[] = [
  { step: 'done before anything happens', fault: null },
  { step: 'while it is read again', fault: { at: 'command', command: 'show callhome' } },
  { step: 'before its first change is carried out', fault: { at: 'command', command: 'set callhome' } },
  { step: 'after its first change, before the answer', fault: { at: 'answer', command: 'set callhome' } },
  { step: 'while it is read back', fault: { at: 'command', command: 'show callhome', skip: 1 } },
  { step: 'before it is saved', fault: { at: 'command', command: 'save ns config' } },
  { step: 'after it was saved, before the answer', fault: { at: 'answer', command: 'save ns config' } },
];

const instances = (): Appliance[] => instancesOf(appliances);

/** Makes each instance hang at its own step. */
async function hangEverywhere(): Promise<void> {
  for (const [at, { fault }] of STOPS.entries()) {
    const instance = instances()[at];
    if (fault && instance) await trouble(system, instance.name, { kind: 'hang', count: 1, ...fault });
  }
}

/** Waits until every instance that is to hang does. */
function allHang(): Promise<void> {
  return eventually(
    async () => {
      for (const [at, { step, fault }] of STOPS.entries()) {
        const name = instances()[at]?.name ?? '';
        const answer = await system.simulator.control('GET', `/appliances/${name}/faults`);
        const { faults } = answer as { faults: unknown[] };
        if (fault && faults.length > 0) throw new Error(`${name} does not hang ${step} yet`);
      }
    },
    { timeoutMs: 60_000 },
  );
}

async function emptyRedis(): Promise<void> {
  const redis = new Redis(system.redis.url);
  const keys = await redis.keys(`${system.redis.prefix}*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

/** Commands that were carried out more than once on one appliance. */
function twice(commands: readonly NotedCommand[]): string[] {
  const done = ourWrites(commands)
    .filter((one) => one.outcome === 'done')
    .map((one) => `${one.appliance}: ${one.command}`);
  return done.filter((line, at) => done.indexOf(line) < at);
}

/** No target is left between two states, and every one of them is counted once. */
async function expectAllAccountedFor(rollout: Rollout): Promise<void> {
  const targets = await targetsOf(system, rollout);
  const counted = Object.values(rollout.counts).reduce((sum, count) => sum + count, 0);
  expect([targets.length, counted]).toEqual([STOPS.length, STOPS.length]);
  const steps = await system.all<{ seq: number }>(`/rollouts/${rollout.id}/transitions`);
  const order = steps.map((step) => step.seq).toSorted((a, b) => a - b);
  expect(order).toEqual(order.map((_seq, at) => at + 1));
}

describe('a rollout is carried out exactly once', () => {
  let rollout: Rollout;

  it('when worker, controller and Redis are lost with an instance at every step', async () => {
    await setLayer(system, 'fleet', { uploadAlarm: true });
    const plan = await planFor(system, { scope: 'fleet' });
    expect(plan.summary).toMatchObject({ change: STOPS.length });
    await hangEverywhere();
    const since = await mark(system);
    rollout = await startRollout(system, plan);
    await allHang();
    await targetsIn(system, rollout, { state: 'applied', count: 1 });

    await system.workers.at(-1)?.kill();
    await system.replaceController(emptyRedis);
    await system.startWorker();
    rollout = await atRest(system, rollout);

    expect([rollout.state, countsOf(rollout)]).toEqual(['done', { applied: STOPS.length }]);
    await expectAllAccountedFor(rollout);
    const commands = await commandsSince(system, since);
    expect(twice(commands)).toEqual([]);
    for (const { name } of instances()) {
      const writes = ourWrites(commands).filter((one) => one.appliance === name && one.outcome === 'done');
      expect([name, writes.filter((one) => one.command.startsWith('set '))]).toEqual([
        name,
        expect.arrayContaining([
          expect.objectContaining({ command: expect.stringContaining('-emailAddress') }),
          expect.objectContaining({ command: expect.stringContaining('-hbCustomInterval 14') }),
          expect.objectContaining({ command: expect.stringContaining('CALLHOME-UPLOAD-EVENT') }),
        ]),
      ]);
      expect(await onDevice(system, name)).toMatchObject({
        emailAddress: 'noc@fleet.example',
        heartbeatDays: 14,
        unsaved: false,
      });
    }
  });

  it('and rolled back exactly once, when all of them are lost again', async () => {
    await hangEverywhere();
    const since = await mark(system);
    await act(system, rollout, 'rollback');
    await allHang();
    await targetsIn(system, rollout, { state: 'rolled-back', count: 1 });

    await system.workers.at(-1)?.kill();
    await system.replaceController(emptyRedis);
    await system.startWorker();
    rollout = await atRest(system, rollout);

    expect([rollout.state, countsOf(rollout)]).toEqual(['rolled-back', { 'rolled-back': STOPS.length }]);
    await expectAllAccountedFor(rollout);
    expect(twice(await commandsSince(system, since))).toEqual([]);
    for (const { name } of instances()) {
      expect(await onDevice(system, name)).toMatchObject({ emailAddress: null, unsaved: false });
    }
  });

  it('when the connection is lost right after a change was made, and the worker lives', async () => {
    await setLayer(system, 'fleet', { heartbeatIntervalDays: 8 });
    const plan = await planFor(system, { scope: 'fleet' });
    for (const { name } of instances()) {
      await trouble(system, name, { kind: 'cut', at: 'answer', command: 'set callhome', reset: true, count: 1 });
    }
    const since = await mark(system);
    let ended = await atRest(system, await startRollout(system, plan, { limits: { unreachablePercentOfWave: 100 } }));
    // A worker that lives may say that it does not know; trying again then finds the change made.
    if (ended.counts.applied !== STOPS.length) {
      await act(system, ended, 'retry-failed');
      ended = await atRest(system, ended);
    }
    const { applied = 0, unchanged = 0 } = countsOf(ended);
    expect([ended.state, applied + unchanged]).toEqual(['done', STOPS.length]);
    await expectAllAccountedFor(ended);
    expect(twice(await commandsSince(system, since))).toEqual([]);
    for (const { name } of instances()) expect(await onDevice(system, name)).toMatchObject({ heartbeatDays: 8 });
  });
});
