import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type {
  Appliance,
  Component,
  Delivery,
  Effective,
  Overview,
  Plan,
  Registration,
  Rollout,
  RolloutTarget,
} from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import {
  activeConditions,
  checkNow,
  deliveriesIn,
  enrolFleet,
  received,
  receivedBundles,
  startSystem,
  type RunningSystem,
} from './running-system.js';

let system: RunningSystem;
let appliances: Appliance[];
const hosts = () => appliances.filter((one) => one.kind === 'sdx-host');
const instances = () => appliances.filter((one) => one.kind === 'sdx-instance');
const host = (index: number): Appliance => {
  const found = hosts()[index];
  if (!found) throw new Error(`no host ${index}`);
  return found;
};
const control = (path: string, body: unknown) => system.simulator.control('POST', path, body);

beforeAll(async () => {
  system = await startSystem({ hosts: 3, instances: 4, workers: 2 });
  appliances = await enrolFleet(system);
}, 180_000);
afterAll(() => system.stop(), 60_000);

async function rollOut(): Promise<{ plan: Plan; rollout: Rollout; targets: RolloutTarget[] }> {
  const plan = await system.call<Plan>('POST', '/plans', { scope: 'fleet' });
  const { id } = await system.call<Rollout>('POST', '/rollouts', { planId: plan.id });
  const rollout = await eventually(
    async () => {
      const now = await system.call<Rollout>('GET', `/rollouts/${id}`);
      if (now.state === 'running') throw new Error('still running');
      return now;
    },
    { timeoutMs: 60_000 },
  );
  return { plan, rollout, targets: await system.all<RolloutTarget>(`/rollouts/${id}/targets`) };
}

describe('an operator adds three hosts', () => {
  it('and finds all 15 appliances, each with what it is and when it was seen', () => {
    expect(appliances).toHaveLength(15);
    expect(hosts().map((one) => one.instanceCount)).toEqual([4, 4, 4]);
    for (const one of appliances) {
      expect(one).toMatchObject({
        reachability: { state: 'reachable' },
        credential: { state: 'valid' },
        hostKey: { state: 'trusted' },
      });
      expect([one.serial, one.build, one.model, one.bootId]).not.toContain(null);
    }
  });

  it('pushes the fleet settings to 12 instances, verified by read-back, and keeps one owner’s override', async () => {
    const [first] = instances();
    if (!first) throw new Error('there are instances');
    const own = { settings: { emailAddress: 'owner@tenant.example' } };
    await system.call('PUT', `/layers/instance:${first.id}`, own, { 'if-match': '"0"' });
    const { plan, rollout, targets } = await rollOut();
    expect(plan.summary).toMatchObject({ targets: 12, change: 12 });
    expect(rollout).toMatchObject({ state: 'done', counts: { applied: 12 } });
    expect(targets.every((target) => target.verifiedAt !== null)).toBe(true);
    expect(targets[0]?.commands).toContain('save ns config');

    const effective = await system.call<Effective>('GET', `/appliances/${first.id}/effective`);
    expect(effective.keys.emailAddress).toMatchObject({
      value: 'owner@tenant.example',
      source: { scope: `instance:${first.id}` },
      overrides: [{ scope: 'fleet', value: 'noc@fleet.example' }],
      device: { value: 'owner@tenant.example', saved: true },
      drift: 'in-sync',
    });
    expect(effective.keys.heartbeatIntervalDays).toMatchObject({
      value: 14,
      source: { scope: 'fleet' },
      drift: 'in-sync',
    });
    const again = await system.call<Plan>('POST', '/plans', { scope: 'fleet' });
    expect(again.summary).toMatchObject({ change: 0, same: 12 });
  });

  it('sees the power supply as not applicable on 12 of 12 instances, and no command asked for it', async () => {
    const rows = instances().map((one) => one.conditions.find((row) => row.code === 'power-supply-failure'));
    expect(rows.map((row) => row?.state)).toEqual(Array.from({ length: 12 }, () => 'not-applicable'));
    expect(rows[0]?.reason).toBe('no access to the power supply');
    const names = new Set(instances().map((one) => one.name));
    const { commands } = (await system.simulator.control('GET', '/commands')) as {
      commands: { appliance: string; command: string }[];
    };
    const ofInstances = commands.filter((row) => names.has(row.appliance)).map((row) => row.command);
    expect(ofInstances.length).toBeGreaterThan(12);
    expect(ofInstances.filter((command) => /power|psu|-detail|sensor|ipmi/i.test(command))).toEqual([]);
  });
});

describe('promise 9: basic system information at registration', () => {
  it('is received once of each appliance, which then counts as registered', async () => {
    await eventually(
      async () => {
        const registered = await Promise.all(
          appliances.map(({ id }) => system.call<Registration>('GET', `/appliances/${id}/registration`)),
        );
        expect(registered.map(({ state }) => state)).toEqual(appliances.map(() => 'registered'));
        expect(registered.map(({ heartbeat }) => heartbeat.standing)).toEqual(appliances.map(() => 'on-time'));
      },
      { timeoutMs: 30_000 },
    );
    const made = await system.all<Delivery>('/deliveries?type=registration');
    expect(made.map((one) => [one.applianceId, one.state]).toSorted()).toEqual(
      appliances.map(({ id }) => [id, 'delivered']).toSorted(),
    );
    const reports = (await received(system)).filter((report) => report.contentType === 'application/json');
    expect(reports.map((report) => [report.id, report.accepts]).toSorted()).toEqual(
      made.map(({ id }) => [id, 1]).toSorted(),
    );
  });
});

describe('a drive fails on one host and a chip on another', () => {
  let delivered: Delivery[];

  it('and both are found at their hosts and delivered once each, with the digest that the receiver has', async () => {
    await control(`/hosts/${host(0).name}/disks/4`, { state: 'failed' });
    await control(`/hosts/${host(1).name}/chips`, { failed: 1 });
    await checkNow(system, host(0).id);
    await checkNow(system, host(1).id);
    const active = (await activeConditions(system)).filter((row) => row.level === 'host');
    expect(active.map((row) => [row.applianceName, row.code, row.component]).toSorted()).toEqual(
      [
        [host(0).name, 'hard-disk-error', 'disk/4'],
        [host(1).name, 'ssl-card-failure', 'chips'],
      ].toSorted(),
    );
    delivered = await deliveriesIn(system, 'delivered', 2);
    const reports = await receivedBundles(system);
    for (const delivery of delivered) {
      const report = reports.find((one) => one.id === delivery.id);
      expect(report).toMatchObject({ sha256: delivery.bundle?.sha256, bytes: delivery.bundle?.bytes, accepts: 1 });
    }
  });

  it('and each is one thing that needs a person, however many instances it hits', async () => {
    const { attention } = await system.call<Overview>('GET', '/stats/overview');
    expect(attention.map((row) => row.applianceName).toSorted()).toEqual([host(0).name, host(1).name]);
    const chips = attention.find((row) => row.applianceName === host(1).name);
    expect(chips?.more).toMatch(/^bundle delivered; \d instances? affected$/);
  });

  it('and the host’s parts show which one it is', async () => {
    const parts = await system.all<Component>(`/appliances/${host(0).id}/components`);
    expect(parts.filter((part) => part.kind === 'drive').map((part) => [part.component, part.state])).toEqual([
      ['disk/1', 'ok'],
      ['disk/2', 'ok'],
      ['disk/3', 'ok'],
      ['disk/4', 'failed'],
    ]);
  });

  it('and the archive that was made for it is removed from the host', async () => {
    const log = await system.simulator.control('GET', `/commands?appliance=${host(0).name}`);
    const { commands } = log as { commands: { command: string }[] };
    const techsupport = commands.map((row) => row.command).filter((command) => command.includes('techsupport'));
    expect(techsupport.at(-1)).toMatch(/^delete techsupport file_name=\S+$/);
  });

  it('and the same failure again uploads nothing', async () => {
    for (const state of ['ok', 'failed']) {
      await control(`/hosts/${host(0).name}/disks/4`, { state });
      await checkNow(system, host(0).id);
    }
    const [repeat] = await deliveriesIn(system, 'suppressed', 1);
    expect(repeat).toMatchObject({ reason: 'already-uploaded-since-boot', applianceId: host(0).id });
    expect(await receivedBundles(system)).toHaveLength(2);
  });

  it('and after a restart of the host it uploads again', async () => {
    await control(`/appliances/${host(0).name}/reboot`, {});
    await checkNow(system, host(0).id);
    const all = await deliveriesIn(system, 'delivered', 3);
    expect(all.filter((row) => row.applianceId === host(0).id)).toHaveLength(2);
    expect(await receivedBundles(system)).toHaveLength(3);
  });
});
