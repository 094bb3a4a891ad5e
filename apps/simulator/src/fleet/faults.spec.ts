import { beforeEach, describe, expect, it } from '@jest/globals';
import { DEFAULT_CALLHOME } from '../adc/adc-config.js';
import type { SimulatedHost, SimulatedInstance } from './appliance.js';
import { buildFleet } from './build-fleet.js';
import { failChips, failOver, reboot, recordEvent, upgrade, warmRestart } from './faults.js';

let host: SimulatedHost;
let instance: SimulatedInstance;

beforeEach(() => {
  const shape = { hosts: 2, instances: 4, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 1 };
  const [first] = buildFleet(shape, 0);
  const one = first?.instances[0];
  if (first === undefined || one === undefined) throw new Error('no fleet');
  host = first;
  instance = one;
});

describe('reboot', () => {
  it('loses what was not saved and empties the Call Home table', () => {
    const unsaved = { ...instance.saved, callhome: { ...DEFAULT_CALLHOME, emailAddress: 'a@example.com' } };
    instance.running = unsaved;
    recordEvent(instance, 'hard-disk', 50);
    reboot(instance, 100);
    expect(instance).toMatchObject({ bootedAt: 100, engineStartedAt: 100, running: instance.saved, events: {} });
  });

  it('takes the instances of a host with it', () => {
    reboot(host, 100);
    expect([host, ...host.instances].map(({ bootedAt }) => bootedAt)).toEqual([100, 100, 100, 100, 100]);
  });

  it('finds a chip that is still missing', () => {
    failChips(host, 1, 50);
    reboot(instance, 100);
    expect(instance.events).toEqual({ 'ssl-card': { firstAt: 100, latestAt: 100 } });
  });
});

describe('warmRestart', () => {
  it('moves the engine and not the boot time, and notes itself', () => {
    const before = instance.bootedAt;
    warmRestart(instance, 100);
    expect(instance.bootedAt).toBe(before);
    expect(instance.engineStartedAt).toBe(100);
    expect(instance.events['warm-restart']).toEqual({ firstAt: 100, latestAt: 100 });
  });
});

describe('failChips', () => {
  it('is noted by those that lose a chip, once more when they lose another, and not when chips come back', () => {
    failChips(host, 1, 10);
    failChips(host, 2, 20);
    failChips(host, 0, 30);
    expect(host.instances.map(({ events }) => events['ssl-card'])).toEqual([
      { firstAt: 10, latestAt: 20 },
      { firstAt: 10, latestAt: 20 },
      undefined,
      undefined,
    ]);
  });

  it('is not noted while Call Home is off', () => {
    instance.running = { ...instance.running, features: [] };
    failChips(host, 1, 10);
    expect(instance.events).toEqual({});
  });
});

describe('upgrade', () => {
  it.each([
    ['past 12.0 turns Call Home on', '11.1-65.23', '13.1-53.17', true],
    ['later keeps it off', '12.1-65.25', '14.1-21.57', false],
    ['before keeps it off', '11.0-70.12', '11.1-65.23', false],
  ])('%s', (_what, from, build, isOn) => {
    instance.build = from;
    instance.saved = { ...instance.saved, features: ['LB'] };
    upgrade(instance, { build }, 100);
    expect(instance.build).toBe(build);
    expect(instance.running.features.includes('CH')).toBe(isOn);
  });

  it.each([
    ['keeps a choice that the upgrade keeps', true, false, false],
    ['forgets it where the upgrade does', false, false, true],
    ['keeps it where the appliance would forget, and the upgrade does not', true, true, false],
    ['forgets it where the appliance does, and nothing else is said', undefined, true, true],
    ['keeps it where nothing is said', undefined, false, false],
  ])('%s', (_what, keepsDisable, forgetsCallhomeChoice, isOn) => {
    const chosen = { ...instance.saved, features: ['LB'], callhomeRefused: true };
    const target = { ...instance, saved: chosen, traits: { ...instance.traits, forgetsCallhomeChoice } };
    target.build = '11.1-65.23';
    upgrade(target, { build: '12.1-65.25', keepsDisable }, 100);
    expect(target.running.features.includes('CH')).toBe(isOn);
    upgrade(target, { build: '14.1-21.57', keepsDisable }, 200);
    expect(target.running.features.includes('CH')).toBe(isOn);
  });
});

describe('failOver', () => {
  it('swaps the roles of a pair and leaves others alone', () => {
    expect(failOver(instance)).toBe(true);
    expect([instance.role, instance.peer?.role]).toEqual(['Secondary', 'Primary']);
    const alone = host.instances[1];
    expect(alone === undefined ? null : failOver(alone)).toBe(false);
  });
});
