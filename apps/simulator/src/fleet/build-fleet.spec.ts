import { describe, expect, it } from '@jest/globals';
import type { FleetShape } from './build-fleet.js';
import { buildFleet } from './build-fleet.js';

const SHAPE: FleetShape = {
  hosts: 3,
  instances: 4,
  network: '127.20',
  port: 2222,
  latencyMs: 0,
  builds: null,
  haPairs: 0,
};

describe('buildFleet', () => {
  it('names and addresses hosts and instances as promised', () => {
    const hosts = buildFleet(SHAPE, 0);
    expect(hosts.map(({ name, address }) => [name, address])).toEqual([
      ['sdx-fra-01', '127.20.1.1'],
      ['sdx-lon-02', '127.20.2.1'],
      ['sdx-nyc-03', '127.20.3.1'],
    ]);
    expect(hosts[1]?.instances.map(({ name, address }) => [name, address])).toEqual([
      ['vpx-lon-02-1', '127.20.2.11'],
      ['vpx-lon-02-2', '127.20.2.12'],
      ['vpx-lon-02-3', '127.20.2.13'],
      ['vpx-lon-02-4', '127.20.2.14'],
    ]);
  });

  it('gives the same fleet for the same shape', () => {
    expect(JSON.stringify(buildFleet({ ...SHAPE, instances: 0 }, 5))).toBe(
      JSON.stringify(buildFleet({ ...SHAPE, instances: 0 }, 5)),
    );
  });

  it('keeps names, addresses and serials of a large fleet apart and on loopback', () => {
    const hosts = buildFleet({ ...SHAPE, hosts: 1200 }, 0);
    const all = hosts.flatMap((host) => [host, ...host.instances]);
    for (const key of ['name', 'address', 'serial'] as const) {
      expect(new Set(all.map((appliance) => appliance[key])).size).toBe(6000);
    }
    expect(hosts[250]?.address).toBe('127.21.1.1');
    const outside = all.filter(({ address }) => !/^127\.2[0-4]\.\d+\.\d+$/.test(address) || /\.25[5-9]/.test(address));
    expect(outside).toEqual([]);
  });

  it('never assigns more chips than a host has', () => {
    for (const host of buildFleet({ ...SHAPE, hosts: 5, instances: 40 }, 0)) {
      const assigned = host.instances.reduce((sum, instance) => sum + instance.chips, 0);
      expect(assigned).toBeLessThanOrEqual(host.model.chips);
    }
  });

  it('gives both nodes of a pair one build and one configuration', () => {
    const hosts = buildFleet({ ...SHAPE, builds: ['11.1-65.23', '14.1-21.57'], instances: 1, haPairs: 1 }, 0);
    const [primary, secondary] = hosts.map((host) => host.instances[0]);
    expect([secondary?.build, secondary?.running]).toEqual(['11.1-65.23', primary?.running]);
    expect(secondary?.running.features).not.toContain('CH');
  });

  it('deals the given builds out in turn', () => {
    const [host] = buildFleet({ ...SHAPE, builds: ['14.1-21.57', '11.1-65.23'] }, 0);
    expect(host?.instances.map(({ build }) => build)).toEqual(['14.1-21.57', '11.1-65.23', '14.1-21.57', '11.1-65.23']);
    const isOn = host?.instances.map(({ running }) => running.features.includes('CH'));
    expect(isOn).toEqual([true, false, true, false]);
    expect(host?.instances.map(({ running }) => running.callhomeRefused)).toEqual([false, false, false, false]);
  });
});
