import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import type { Appliance, EffectiveValue, Effective, Layer, Rollout } from '../../libs/contract/src/index.js';
import {
  act,
  atRest,
  byHand,
  commandsSince,
  named,
  onDevice,
  ourWrites,
  planFor,
  planTargetsOf,
  setLayer,
  startRollout,
} from './rollout-steps.js';
import { checkNow, enrolFleet, startSystem, type ApiCall, type RunningSystem } from './running-system.js';

/** Off by default; nobody ever chose. */
const UNTOUCHED = 'vpx-fra-01-1';
/** Seen on, then seen switched off by hand, all on a release where off is the default. */
const CHOSEN = 'vpx-fra-01-2';
/** The same, and the upgrade turns it on all the same. */
const OVERRULED = 'vpx-fra-01-3';
/** Switched off at the centre while it was off by default. */
const CENTRAL = 'vpx-fra-01-4';
/** Seen on and off by hand, and upgraded twice while nobody looked. */
const CHOSEN_AWAY = 'vpx-fra-01-5';
/** Off at first contact, on a release where on is the default. */
const FOUND_OFF = 'vpx-lon-02-1';
/** On, and switched off by hand later. */
const LATER = 'vpx-lon-02-2';
/** On, and switched off at the centre later. */
const CENTRAL_LATER = 'vpx-lon-02-3';
/** Off by default; upgraded twice while nobody looked. */
const UNTOUCHED_AWAY = 'vpx-lon-02-4';
/** Seen on; switched off by hand and upgraded while nobody looked. */
const UNSEEN_CHOICE = 'vpx-lon-02-5';

const OFF_BY_DEFAULT = '11.1-65.23';
const BUILDS = [
  ...[OFF_BY_DEFAULT, OFF_BY_DEFAULT, OFF_BY_DEFAULT, OFF_BY_DEFAULT, OFF_BY_DEFAULT],
  ...['13.1-53.17', '13.1-53.17', '12.1-65.25', OFF_BY_DEFAULT, OFF_BY_DEFAULT],
];
const SWITCH_ON = 'enable ns feature CH ; save ns config';
const SWITCH_OFF = 'disable ns feature CH ; save ns config';

let system: RunningSystem;
let appliances: Appliance[];
let approver: ApiCall;

beforeAll(async () => {
  const simulatorArgs = ['--builds', BUILDS.join(',')];
  system = await startSystem({ hosts: 2, instances: 5, workers: 2, simulatorArgs });
  for (const name of [CHOSEN, OVERRULED, CHOSEN_AWAY, UNSEEN_CHOICE]) await byHand(system, name, SWITCH_ON);
  await byHand(system, FOUND_OFF, SWITCH_OFF);
  appliances = await enrolFleet(system);
  const password = randomBytes(12).toString('hex');
  await system.call('POST', '/users', { username: 'second.person', password, role: 'approver' });
  approver = await system.signIn('second.person', password);
}, 180_000);
afterAll(() => system.stop(), 60_000);

const idOf = (name: string): string => named(appliances, name).id;
const look = (name: string): Promise<void> => checkNow(system, idOf(name));

async function upgrade(name: string, version: string, keepsDisable = true): Promise<void> {
  await system.simulator.control('POST', `/appliances/${name}/upgrade`, { version, keepsDisable });
}

async function upgradeAndLook(name: string, version: string, keepsDisable = true): Promise<void> {
  await upgrade(name, version, keepsDisable);
  await look(name);
}

async function enabled(name: string): Promise<EffectiveValue> {
  const { keys } = await system.call<Effective>('GET', `/appliances/${idOf(name)}/effective`);
  if (!keys.enabled) throw new Error(`${name} has no effective value for enabled`);
  return keys.enabled;
}

const layerOf = (name: string): Promise<Layer> => system.call<Layer>('GET', `/layers/instance:${idOf(name)}`);

/** Its own layer sets nothing, and what is wanted is what the appliance shows: on. */
async function expectDefaultOn(name: string): Promise<void> {
  expect(await layerOf(name)).toMatchObject({ revision: 0, settings: {} });
  expect(await enabled(name)).toMatchObject({ value: true, device: { value: true }, drift: 'in-sync' });
}

/** The choice that was found is an override of the instance, written once. */
async function expectAdopted(name: string, device: boolean): Promise<void> {
  expect(await layerOf(name)).toMatchObject({
    revision: 1,
    settings: { enabled: false },
    updatedBy: 'upgrade rule',
    note: expect.stringContaining('found on the appliance'),
  });
  const source = { scope: `instance:${idOf(name)}` };
  expect(await enabled(name)).toMatchObject({ value: false, source, device: { value: device } });
}

/** Rolls a disable out, which takes the word of a second person. */
async function rollOutApproved(name: string): Promise<Rollout> {
  const plan = await planFor(system, { applianceIds: [idOf(name)] });
  expect((await planTargetsOf(system, plan))[0]?.commands).toContain('disable ns feature CH');
  const rollout = await startRollout(system, plan);
  expect(rollout.state).toBe('awaiting-approval');
  await expect(act(system, rollout, 'approve')).rejects.toThrow(/403.*self-approval/);
  await approver('POST', `/rollouts/${rollout.id}/actions/approve`, {});
  return atRest(system, rollout);
}

describe('Call Home over upgrades', () => {
  it('comes on by itself where it was off by default and nobody had chosen, and stays on', async () => {
    expect(await enabled(UNTOUCHED)).toMatchObject({ value: true, device: { value: false } });
    expect(await layerOf(UNTOUCHED)).toMatchObject({ revision: 0 });
    for (const version of ['13.1-53.17', '14.1-17.38', '14.1-21.57']) {
      await upgradeAndLook(UNTOUCHED, version);
      await expectDefaultOn(UNTOUCHED);
    }
  });

  it('stays off where it was seen switched off by hand, over three upgrades', async () => {
    expect(await enabled(CHOSEN)).toMatchObject({ device: { value: true } });
    await byHand(system, CHOSEN, SWITCH_OFF);
    await look(CHOSEN);
    for (const version of ['12.1-65.25', '13.1-53.17', '14.1-21.57']) {
      await upgradeAndLook(CHOSEN, version);
      await expectAdopted(CHOSEN, false);
    }
  });

  it('is wanted off where the upgrade turned it on over somebody’s choice, until a person decides', async () => {
    await byHand(system, OVERRULED, SWITCH_OFF);
    await look(OVERRULED);
    await upgradeAndLook(OVERRULED, '13.1-53.17', false);
    await expectAdopted(OVERRULED, true);
    await upgradeAndLook(OVERRULED, '14.1-21.57');
    await expectAdopted(OVERRULED, true);
    const [target] = await planTargetsOf(system, await planFor(system, { applianceIds: [idOf(OVERRULED)] }));
    expect(target?.commands).toContain('disable ns feature CH');
  });

  it('stays off where it was switched off at the centre before the upgrade that turned it on', async () => {
    await setLayer(system, `instance:${idOf(CENTRAL)}`, { enabled: false });
    await upgradeAndLook(CENTRAL, '13.1-53.17');
    expect(await layerOf(CENTRAL)).toMatchObject({ revision: 1, settings: { enabled: false }, updatedBy: 'admin' });
    expect(await enabled(CENTRAL)).toMatchObject({ value: false, device: { value: true } });
    expect(await rollOutApproved(CENTRAL)).toMatchObject({ state: 'done', approvedBy: 'second.person' });
    for (const version of ['14.1-17.38', '14.1-21.57']) {
      await upgradeAndLook(CENTRAL, version);
      expect(await layerOf(CENTRAL)).toMatchObject({ revision: 1, updatedBy: 'admin' });
      expect(await enabled(CENTRAL)).toMatchObject({ value: false, device: { value: false }, drift: 'in-sync' });
    }
  });

  it('stays off where it was found off at first contact although on is the default', async () => {
    await expectAdopted(FOUND_OFF, false);
    for (const version of ['14.1-17.38', '14.1-21.57']) {
      await upgradeAndLook(FOUND_OFF, version);
      await expectAdopted(FOUND_OFF, false);
    }
  });

  it('stays off where it was switched off by hand later', async () => {
    expect(await enabled(LATER)).toMatchObject({ device: { value: true } });
    await byHand(system, LATER, SWITCH_OFF);
    await look(LATER);
    for (const version of ['14.1-17.38', '14.1-21.57']) {
      await upgradeAndLook(LATER, version);
      await expectAdopted(LATER, false);
    }
  });

  it('is off for as long as the centre wants it off, and our own push is nobody’s choice', async () => {
    const scope = `instance:${idOf(CENTRAL_LATER)}`;
    await setLayer(system, scope, { enabled: false });
    expect(await rollOutApproved(CENTRAL_LATER)).toMatchObject({ state: 'done' });
    for (const version of ['13.1-53.17', '14.1-21.57']) {
      await upgradeAndLook(CENTRAL_LATER, version);
      expect(await layerOf(CENTRAL_LATER)).toMatchObject({ revision: 1, updatedBy: 'admin' });
      expect(await enabled(CENTRAL_LATER)).toMatchObject({ value: false, device: { value: false } });
    }
    await setLayer(system, scope, { enabled: undefined });
    await look(CENTRAL_LATER);
    expect(await enabled(CENTRAL_LATER)).toMatchObject({ value: true, device: { value: false } });
    expect((await layerOf(CENTRAL_LATER)).settings).toEqual({});
  });

  it('keeps and forgets the same choices when two upgrades happened while the controller was down', async () => {
    await byHand(system, CHOSEN_AWAY, SWITCH_OFF);
    await look(CHOSEN_AWAY);
    for (const worker of system.workers) await worker.kill();
    await system.replaceController(async () => {
      await byHand(system, UNSEEN_CHOICE, SWITCH_OFF);
      for (const name of [UNTOUCHED_AWAY, CHOSEN_AWAY, UNSEEN_CHOICE]) {
        for (const version of ['12.1-65.25', '13.1-53.17']) await upgrade(name, version);
      }
    });
    await system.startWorker();
    for (const name of [UNTOUCHED_AWAY, CHOSEN_AWAY, UNSEEN_CHOICE]) await look(name);
    await expectDefaultOn(UNTOUCHED_AWAY);
    await expectAdopted(CHOSEN_AWAY, false);
    await expectAdopted(UNSEEN_CHOICE, false);
  });

  it('was never switched by us but where a person had asked for it and another had approved', async () => {
    const switched = ourWrites(await commandsSince(system, 0)).filter((one) => / ns feature /.test(one.command));
    expect(switched.map((one) => [one.appliance, one.command])).toEqual([
      [CENTRAL, 'disable ns feature CH'],
      [CENTRAL_LATER, 'disable ns feature CH'],
    ]);
    const targets = await planTargetsOf(system, await planFor(system, { scope: 'fleet' }));
    const planned = targets.flatMap(({ applianceName, commands }) =>
      commands.filter((command) => / ns feature /.test(command)).map((command) => [applianceName, command]),
    );
    expect(planned.toSorted()).toEqual([
      [OVERRULED, 'disable ns feature CH'],
      [CENTRAL_LATER, 'enable ns feature CH'],
    ]);
    for (const name of [CHOSEN, CENTRAL, CHOSEN_AWAY, FOUND_OFF, LATER, UNSEEN_CHOICE]) {
      expect([name, (await onDevice(system, name))['enabled']]).toEqual([name, false]);
    }
  });
});
