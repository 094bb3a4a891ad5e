import { describe, expect, it } from '@jest/globals';
import { conditionApplies } from './condition-table.js';
import { opensServiceRequest } from './finding.js';
import type { Finding, Unreadable } from './finding.js';
import { driveComponent, instanceKey } from './host-hardware.js';
import type { HostHardware } from './host-hardware.js';
import { LACKING, ONLINE, crypto, drive, host, instance, logical, repository, row } from './hosts.fake.js';
import { judgeHost } from './judge-host.js';
import { staleHealthRow } from './stale-health.js';

// The numbers are those of the list of traps in the reference on SDX hosts. Those of parsing are in libs/netscaler-cli.

const active = (given: Partial<HostHardware>): Finding[] =>
  judgeHost(host(given)).filter(({ state }) => state === 'active');
const brief = ({ component, state, severity, affects }: Finding) => [component, state, severity, affects];
const lacking = (name: string) => instance(name, { sslCoresUp: 3 });

describe('trap 3: an empty second bay of supplies is normal', () => {
  it('gives no finding for NA', () => {
    const rows = [row('PS1 Status', 'ok'), row('PS2 Status', 'not-applicable')];
    const supplies = judgeHost(host({ powerSupplies: rows })).filter(({ code }) => code === 'power-supply-failure');
    expect(supplies.map(brief)).toEqual([['supply/1', 'ok', 'none', []]]);
  });

  it('does not pass over an error without a name, and does not call it a supply', () => {
    const found = judgeHost(host({ powerSupplies: [row(null, 'failed')] })).at(-1);
    expect(found).toMatchObject({ code: 'power-supply-failure', state: 'unknown', severity: 'none' });
  });

  it('gives no finding for a repository that is not fitted', () => {
    const found = judgeHost(host({ storageRepositories: [repository('7-8', 'not-applicable')] }));
    expect(found.filter(({ component }) => component.startsWith('repository/'))).toEqual([]);
  });
});

describe('trap 4: a change of unit is an upgrade, no lost chip', () => {
  const chips = { unit: 'ssl-core', model: '15050', total: 16, devices: null } as const;
  const units = { unit: 'acu', model: '15050', total: 96_000, devices: 8 } as const;
  const chipsOf = (given: Partial<HostHardware>) =>
    judgeHost(host({ hardware: [], instances: [], model: '15050', ...given })).find(
      ({ code }) => code === 'ssl-card-failure',
    );

  it.each<[says: string, given: Partial<HostHardware>, state: string]>([
    ['chips before, units now', { chipBaseline: chips, crypto: crypto({ unit: 'acu', total: 9 }) }, 'ok'],
    ['units before, chips now', { chipBaseline: units, crypto: crypto({ unit: 'ssl-core', total: 16 }) }, 'ok'],
    ['another model', { chipBaseline: chips, crypto: crypto({ unit: 'ssl-core', total: 8 }), model: '15020' }, 'ok'],
    ['fewer chips', { chipBaseline: chips, crypto: crypto({ unit: 'ssl-core', total: 15 }) }, 'active'],
    [
      'fewer chips, model not read',
      { chipBaseline: chips, crypto: crypto({ unit: 'ssl-core', total: 15 }), model: null },
      'active',
    ],
    ['fewer units', { chipBaseline: units, crypto: crypto({ unit: 'acu', total: 84_000, devices: 8 }) }, 'active'],
    ['fewer devices', { chipBaseline: units, crypto: crypto({ unit: 'acu', total: 96_000, devices: 7 }) }, 'active'],
    ['a first reading', { chipBaseline: null, crypto: crypto({ unit: 'ssl-core', total: 1 }) }, 'ok'],
    ['chips known from before units were told apart', { crypto: crypto({ unit: 'ssl-core', total: 15 }) }, 'active'],
    ['the emptied old count', { chipBaseline: chips, crypto: crypto({ unit: 'ssl-core', total: 0 }) }, 'unknown'],
  ])('%s', (_says, given, state) => {
    expect(chipsOf(given)?.state).toBe(state);
  });

  it.each<[given: Partial<HostHardware>, title: string]>([
    [{ chipBaseline: chips, crypto: crypto({ unit: 'ssl-core', total: 15 }) }, 'SSL chip failed: 15 of 16 left'],
    [
      { chipBaseline: units, crypto: crypto({ unit: 'acu', total: 84_000 }) },
      'SSL chip failed: 84000 of 96000 ACU left',
    ],
    [
      { chipBaseline: units, crypto: crypto({ unit: 'acu', total: 84_000, devices: 7 }) },
      'SSL chip failed: 7 of 8 crypto devices left',
    ],
  ])('says what is left, and of what', (given, title) => {
    expect(chipsOf(given)?.title).toBe(title);
  });
});

describe('trap 16: host health is frozen while the hypervisor cannot be reached', () => {
  const WAYS = ['XenServer API', 'XenServer HTTP', 'XenServer PING', 'XenServer SSH', 'Health Monitor Plugin'];

  it.each(WAYS)('makes every check unknown while %s is in error, the good ones and the bad ones', (name) => {
    const bad = { physicalDrives: [drive(1, 'Failed')], powerSupplies: [row('PS1', 'failed')] };
    for (const given of [{}, bad]) {
      const found = judgeHost(host({ ...given, software: [row('BMC Firmware Version', 'ok'), row(name, 'failed')] }));
      expect(found.length).toBeGreaterThan(2);
      expect(found.filter(({ state, severity }) => state !== 'unknown' || severity !== 'none')).toEqual([]);
      expect(found.some(opensServiceRequest)).toBe(false);
    }
  });

  it('names the row, for what is listed beside the findings', () => {
    const software = [row('XenServer SSH', 'failed')];
    expect(staleHealthRow(software)).toBe(software[0]);
    expect(staleHealthRow([row('BMC Firmware Version', 'failed'), row('XenServer SSH', 'ok')])).toBeNull();
    expect(staleHealthRow(LACKING)).toBeNull();
  });
});

describe('trap 18: one failed chip is one finding of the host', () => {
  it('lists the instances that it hits', () => {
    const given = { hardware: [row('SSL Cores', 'failed')], instances: [lacking('a'), lacking('b'), instance('c')] };
    expect(active(given).map(brief)).toEqual([['chips', 'active', 'critical', ['uuid-a', 'uuid-b']]]);
  });
});

describe('trap 19: supplies and fans belong to the host only', () => {
  it('checks no supply on an instance', () => {
    expect(conditionApplies('power-supply-failure', 'vpx-on-sdx')).toBe(false);
    expect(conditionApplies('power-supply-failure', 'sdx-host')).toBe(true);
  });

  it('lists no instance as hit by a lost supply', () => {
    expect(active({ powerSupplies: [row('PS2', 'failed')] }).map(brief)).toEqual([
      ['supply/2', 'active', 'critical', []],
    ]);
  });
});

describe('trap 20: the chassis is judged from the SVM alone', () => {
  it('finds drive and supply of a host whose instances say nothing', () => {
    const given = { physicalDrives: [drive(4, 'Failed')], powerSupplies: [row('PS2', 'failed')], instances: [] };
    expect(active(given).map(({ component }) => component)).toContain('disk/4');
    expect(active(given).map(({ component }) => component)).toContain('supply/2');
    expect(active(given).every(opensServiceRequest)).toBe(true);
  });
});

describe('trap 21: instances are known by their uuid', () => {
  it('and by their name only where the host lists none', () => {
    expect(instanceKey(instance('a'))).toBe('uuid-a');
    expect(instanceKey(instance('a', { uuid: null }))).toBe('a');
  });
});

describe('trap 25: what a model lacks is neither failed nor healthy', () => {
  it.each<[says: string, none: Unreadable | never[]]>([
    ['an empty list', []],
    ['a refusal', LACKING],
  ])('gives no finding for RAID on %s', (_says, none) => {
    const found = judgeHost(host({ physicalDrives: none, logicalDrives: none }));
    expect(found.filter(({ component }) => /^(?:disk|logical|appliance)/.test(component))).toEqual([]);
  });
});

describe('trap 26: a mirror and its drives', () => {
  const half = (state: string) => ({
    physicalDrives: [drive(1, ONLINE), drive(2, ONLINE), drive(3, ONLINE), drive(4, state)],
    logicalDrives: [logical(0, 'Optimal', [1, 2]), logical(1, 'Degraded', [3, 4])],
  });

  it('makes one finding of a failed member and its degraded mirror, which hits no instance yet', () => {
    expect(active(half('Failed')).map(brief)).toEqual([['disk/4', 'active', 'major', []]]);
  });

  it('knows the mirror of a drive by its number where it lists no members', () => {
    const physicalDrives = [{ ...drive(3, 'Failed'), logicalDrive: '1' }];
    const logicalDrives = [logical(1, 'Degraded', [])];
    expect(active({ physicalDrives, logicalDrives }).map(brief)).toEqual([['disk/3', 'active', 'major', []]]);
  });

  it('makes a lost mirror critical, with the instances on it and no others', () => {
    const given = {
      physicalDrives: [drive(3, 'Failed'), drive(4, 'Failed')],
      logicalDrives: [logical(1, 'Offline', [3, 4])],
      instances: [instance('a'), instance('b', { diskAllocation: 'Bay 5-6' })],
    };
    expect(active(given).map(brief)).toEqual([
      ['disk/3', 'active', 'critical', ['uuid-a']],
      ['disk/4', 'active', 'critical', ['uuid-a']],
    ]);
  });

  it('lists nobody when every instance lies elsewhere', () => {
    const given = {
      physicalDrives: [],
      logicalDrives: [logical(2, 'Failed', [5, 6])],
      instances: [instance('a'), instance('b')],
    };
    expect(active(given).map(brief)).toEqual([['logical/VD2', 'active', 'critical', []]]);
  });

  it('does not let a drive that is being rebuilt speak for a lost mirror', () => {
    const given = {
      physicalDrives: [drive(3, 'Rebuild'), drive(4, ONLINE)],
      logicalDrives: [logical(1, 'Failed', [3, 4])],
    };
    expect(active(given).map(({ component, severity }) => [component, severity])).toEqual([
      ['disk/3', 'warning'],
      ['logical/VD1', 'critical'],
    ]);
  });

  it.each([
    ['its drives', [drive(1, 'Failed'), drive(2, 'Failed')], 'Drive in slot 1 failed'],
    ['itself', [drive(1, ONLINE), drive(2, ONLINE)], 'Logical drive VD0 is Offline'],
  ])('says at %s that the first mirror takes the SVM and the hypervisor with it', (_says, physicalDrives, title) => {
    const [found] = active({ physicalDrives, logicalDrives: [logical(0, 'Offline', [1, 2])] });
    expect(found).toMatchObject({
      title: `${title}; the SVM and the hypervisor lie on it`,
      severity: 'critical',
      affects: ['uuid-a', 'uuid-b'],
    });
  });

  it('says the same of the repository on it', () => {
    const [found] = active({ storageRepositories: [repository('1-2', 'failed'), repository('3-4', 'ok')] });
    expect(found).toMatchObject({
      component: 'repository/1-2',
      title: 'Storage repository Storage 1-2 failed; the SVM and the hypervisor lie on it',
      affects: ['uuid-a', 'uuid-b'],
    });
  });

  it('keeps a failed drive that has no slot', () => {
    const physicalDrives = [drive(1, ONLINE), { ...drive(null, 'Failed'), deviceId: 9 }];
    expect(active({ physicalDrives }).map(brief)).toEqual([['disk/device-9', 'active', 'major', []]]);
    expect(driveComponent(drive(null, null))).toBe('disk/unnamed');
  });
});
