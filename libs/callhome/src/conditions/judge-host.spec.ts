import { describe, expect, it } from '@jest/globals';
import type { RaidLogicalDrive, RaidPhysicalDrive, SystemHealthRow } from '../../../netscaler-cli/src/index.js';
import type { Finding, Unreadable } from './finding.js';
import type { HostHardware, HostInstance } from './host-hardware.js';
import { judgeHost } from './judge-host.js';

const drive = (
  slot: number,
  firmwareState: string | null,
  foreignState: string | null = 'None',
): RaidPhysicalDrive => ({
  slot,
  firmwareState,
  foreignState,
  mediaType: null,
  size: null,
  mediaErrors: 0,
  otherErrors: 0,
  logicalDrive: null,
  isUsed: true,
  enclosure: null,
  deviceId: null,
  inquiry: null,
  wwn: null,
  extra: {},
});
const logical = (name: string, state: string | null, drives: number[]): RaidLogicalDrive => ({
  id: `id-${name}`,
  name,
  state,
  drives,
  virtualDrive: null,
  size: null,
  extra: {},
});
const row = (
  name: string,
  status: SystemHealthRow['status'],
  [currentValue, expectedValue]: [string | null, string | null] = [null, null],
): SystemHealthRow => {
  const statusText = { ok: 'OK', failed: 'ERROR', 'not-applicable': 'NA', unknown: 'HM' }[status];
  return { name, currentValue, expectedValue, unit: null, status, statusText, extra: {} };
};
const repository = (bayNumber: string, status: SystemHealthRow['status']) => ({
  name: `Storage ${bayNumber}`,
  bayNumber,
  status,
  statusText: status === 'ok' ? 'GOOD' : status,
  sizeBytes: null,
  utilizedBytes: null,
  extra: {},
});
const instance = (name: string, given: Partial<HostInstance> = {}): HostInstance => ({
  name,
  uuid: `uuid-${name}`,
  vmState: 'Running',
  instanceState: 'Up',
  sslCores: 4,
  sslCoresUp: 4,
  diskAllocation: 'Bay 3-4',
  ...given,
});

const ONLINE = 'Online, Spun Up';
const DRIVES = [1, 2, 3, 4].map((slot) => drive(slot, ONLINE));
const LOGICALS = [logical('VD0', 'Optimal', [1, 2]), logical('VD1', 'Optimal', [3, 4])];
const LACKING: Unreadable = { unreadable: 'not-supported', reason: 'Invalid command' };
const FAILED: Unreadable = { unreadable: 'failed', reason: 'timed out' };
const host = (given: Partial<HostHardware> = {}): HostHardware => ({
  physicalDrives: DRIVES,
  logicalDrives: LOGICALS,
  storageRepositories: [repository('1-2', 'ok'), repository('3-4', 'ok')],
  hardware: [row('CPU', 'ok', ['2', '2']), row('SSL Cores', 'ok', ['16', '16'])],
  software: [row('XenServer API', 'ok'), row('Health Monitor Plugin', 'ok')],
  powerSupplies: [row('PS1 Status', 'ok'), row('PS2 Status', 'ok'), row('Chassis Intru', 'failed')],
  totalSslCores: 16,
  baselineSslCores: 16,
  instances: [instance('a'), instance('b')],
  ...given,
});
const withDrive = (slot: number, state: string | null, foreign: string | null = 'None') =>
  DRIVES.map((each) => (each.slot === slot ? drive(slot, state, foreign) : each));

const brief = ({ component, state, severity }: Finding) =>
  state === 'active' ? `${component} ${severity}` : `${component} ${state}`;
const troubles = (given: Partial<HostHardware>) =>
  judgeHost(host(given))
    .filter(({ state }) => state !== 'ok')
    .map(brief);
const findingOf = (component: string, given: Partial<HostHardware>) =>
  judgeHost(host(given)).find((each) => each.component === component);

describe('judgeHost', () => {
  it('finds every component of a healthy host well, and nothing else', () => {
    expect(judgeHost(host()).map(brief)).toEqual([
      'disk/1 ok',
      'disk/2 ok',
      'disk/3 ok',
      'disk/4 ok',
      'logical/VD0 ok',
      'logical/VD1 ok',
      'repository/1-2 ok',
      'repository/3-4 ok',
      'chips ok',
      'supply/1 ok',
      'supply/2 ok',
    ]);
  });

  it('has nothing to say of a host that lists nothing', () => {
    const lacking = {
      physicalDrives: LACKING,
      logicalDrives: LACKING,
      storageRepositories: LACKING,
      hardware: LACKING,
      software: LACKING,
      powerSupplies: LACKING,
      instances: LACKING,
      totalSslCores: null,
      baselineSslCores: null,
    };
    expect(judgeHost(lacking)).toEqual([]);
  });
});

describe('judgeHost on disks', () => {
  it.each<[state: string | null, foreign: string | null, expected: string[]]>([
    ['Hotspare, Spun Up', 'None', []],
    ['Unconfigured(good), Spun Up', null, []],
    ['online, spun up', 'None', []],
    ['OPTIMAL', null, []],
    ['Failed', 'None', ['disk/3 major']],
    ['Offline', 'None', ['disk/3 major']],
    ['Unconfigured(bad)', 'None', ['disk/3 major']],
    ['Missing', 'None', ['disk/3 major']],
    ['Rebuild', 'None', ['disk/3 warning']],
    ['Copyback', 'None', ['disk/3 warning']],
    [ONLINE, 'Foreign', ['disk/3 warning']],
    ['Sanitizing', 'None', ['disk/3 unknown']],
    [null, null, ['disk/3 unknown']],
  ])('reads drive state %s, foreign %s', (state, foreign, expected) => {
    expect(troubles({ physicalDrives: withDrive(3, state, foreign) })).toEqual(expected);
  });

  it('makes one finding of a failed drive and its degraded mirror, which hits no instance yet', () => {
    const hardware = {
      physicalDrives: withDrive(4, 'Failed'),
      logicalDrives: [logical('VD0', 'Optimal', [1, 2]), logical('VD1', 'Degraded', [3, 4])],
      hardware: [row('Disk', 'failed', ['3', '4'])],
    };
    expect(troubles(hardware)).toEqual(['disk/4 major']);
    expect(findingOf('disk/4', hardware)).toEqual({
      code: 'hard-disk-error',
      component: 'disk/4',
      state: 'active',
      severity: 'major',
      title: 'Drive in slot 4 failed',
      evidence: { command: 'show raidPhysicalDrive', line: 'slot 4: Failed' },
      affects: [],
    });
  });

  it('makes the drives of a lost mirror critical and lists the instances that lie on it', () => {
    const hardware = {
      physicalDrives: [drive(1, ONLINE), drive(2, ONLINE), drive(3, 'Failed'), drive(4, 'Offline')],
      logicalDrives: [logical('VD0', 'Optimal', [1, 2]), logical('VD1', 'Offline', [3, 4])],
      storageRepositories: [repository('1-2', 'ok'), repository('3-4', 'failed')],
      instances: [instance('a'), instance('b', { diskAllocation: 'Bay 5-6' })],
    };
    expect(troubles(hardware)).toEqual(['disk/3 critical', 'disk/4 critical']);
    expect(findingOf('disk/3', hardware)?.affects).toEqual(['uuid-a']);
  });

  it('lists every instance when the mirror of the SVM itself is lost', () => {
    const hardware = {
      physicalDrives: [drive(1, 'Failed'), drive(2, 'Failed'), drive(3, ONLINE), drive(4, ONLINE)],
      logicalDrives: [logical('VD0', 'Failed', [1, 2]), logical('VD1', 'Optimal', [3, 4])],
    };
    expect(findingOf('disk/1', hardware)?.affects).toEqual(['uuid-a', 'uuid-b']);
  });

  it('names a degraded mirror itself when none of its drives explains it', () => {
    const logicalDrives = [logical('VD0', 'Optimal', [1, 2]), logical('VD1', 'Partially Degraded', [3, 4])];
    expect(troubles({ logicalDrives })).toEqual(['logical/VD1 major']);
  });

  it('does not let a failed drive explain another mirror', () => {
    const logicalDrives = [logical('VD0', 'Degraded', [1, 2]), logical('VD1', 'Degraded', [3, 4])];
    expect(troubles({ physicalDrives: withDrive(4, 'Failed'), logicalDrives })).toEqual([
      'disk/4 major',
      'logical/VD0 major',
    ]);
  });

  it('finds a pulled drive by the mirror that still counts it', () => {
    const logicalDrives = [logical('VD0', 'Optimal', [1, 2]), logical('VD1', 'Degraded', [3, 4])];
    expect(troubles({ physicalDrives: DRIVES.slice(0, 3), logicalDrives })).toEqual(['disk/4 major']);
  });

  it('knows the members of a mirror by its name where it lists no slots', () => {
    const physicalDrives = [{ ...drive(3, 'Failed'), logicalDrive: 'VD1' }, drive(4, ONLINE)];
    expect(troubles({ physicalDrives, logicalDrives: [logical('VD1', 'Degraded', [])] })).toEqual(['disk/3 major']);
  });

  it('takes an unknown state of a mirror for unknown', () => {
    expect(troubles({ logicalDrives: [logical('VD1', 'Initializing', [3, 4])] })).toEqual(['logical/VD1 unknown']);
  });

  it('goes by repositories and disk rows on a model without RAID', () => {
    const bare = { physicalDrives: LACKING, logicalDrives: LACKING };
    expect(troubles({ ...bare, storageRepositories: [repository('1', 'failed')] })).toEqual(['repository/1 critical']);
    expect(troubles({ ...bare, hardware: [row('Disk', 'failed', ['1', '2'])] })).toEqual(['hardware/disk major']);
    expect(troubles({ ...bare, hardware: [row('Disk', 'unknown')] })).toEqual(['hardware/disk unknown']);
    expect(troubles(bare)).toEqual([]);
  });

  it('says unknown, not failed, when the drives could not be read', () => {
    const hardware = { physicalDrives: FAILED };
    expect(troubles(hardware)).toEqual(['appliance unknown']);
    expect(findingOf('appliance', hardware)?.evidence).toEqual({
      command: 'show raidPhysicalDrive',
      line: 'timed out',
    });
  });
});

describe('judgeHost on SSL chips', () => {
  it('lists the instances that a failed chip hits, and only those with a fresh number', () => {
    const hardware = {
      hardware: [row('SSL Cores', 'failed', ['15', '16'])],
      totalSslCores: 15,
      instances: [
        instance('a', { sslCoresUp: 3 }),
        instance('b'),
        instance('halted', { vmState: 'Halted', instanceState: 'Down', sslCoresUp: 0 }),
        instance('no-login', { instanceState: 'Out of Service', sslCoresUp: 0 }),
        instance('upper', { vmState: 'RUNNING', instanceState: 'UP', sslCoresUp: 3, uuid: null }),
        instance('none', { sslCores: 0, sslCoresUp: 0 }),
        instance('unread', { sslCores: 4, sslCoresUp: null }),
      ],
    };
    expect(findingOf('chips', hardware)).toEqual({
      code: 'ssl-card-failure',
      component: 'chips',
      state: 'active',
      severity: 'critical',
      title: 'SSL chip failed: 15 of 16 left',
      evidence: { command: 'show systemhealthHardware', line: 'SSL Cores: 15 of 16, ERROR' },
      affects: ['uuid-a', 'upper'],
    });
  });

  it.each<[says: string, given: Partial<HostHardware>, expected: string[]]>([
    ['a total below the one seen before', { hardware: [], totalSslCores: 15 }, ['chips critical']],
    [
      'a row below its expected value, whatever its status',
      { hardware: [row('Crypto', 'ok', ['3', '4'])] },
      ['chips critical'],
    ],
    ['a row in error without numbers', { hardware: [row('Coleto Creek', 'failed')] }, ['chips critical']],
    ['a total that grew', { hardware: [], totalSslCores: 20 }, []],
    ['a first total', { hardware: [], baselineSslCores: null }, []],
    ['no chips at all', { hardware: [], totalSslCores: 0, baselineSslCores: null }, []],
    ['one instance below its share on a healthy host', { instances: [instance('a', { sslCoresUp: 3 })] }, []],
    ['a total of none after a change of units', { hardware: [], totalSslCores: 0 }, ['chips unknown']],
    [
      'a total of none that hits an instance',
      { hardware: [], totalSslCores: 0, instances: [instance('a', { sslCoresUp: 0 })] },
      ['chips critical'],
    ],
    ['a row of unclear state', { hardware: [row('SSL Cores', 'unknown')] }, ['chips unknown']],
    ['a row that does not apply', { hardware: [row('SSL Cores', 'not-applicable')], totalSslCores: null }, []],
    ['rows that could not be read, with a full total', { hardware: FAILED }, []],
    ['neither rows nor a total', { hardware: FAILED, totalSslCores: null }, ['chips unknown']],
  ])('judges %s', (_says, given, expected) => {
    expect(troubles(given)).toEqual(expected);
  });
});

describe('judgeHost on power supplies', () => {
  it.each<[says: string, rows: SystemHealthRow[], expected: string[]]>([
    ['a failed one', [row('PS1 Status', 'ok'), row('PS2 Status', 'failed')], ['supply/2 critical']],
    ['an empty second bay', [row('PS1 Status', 'ok'), row('PS2 Status', 'not-applicable')], []],
    ['an unclear one', [row('Power Supply 1', 'unknown')], ['supply/1 unknown']],
    ['two sensors of one supply', [row('PSU 1 Fan', 'ok'), row('PSU 1 Status', 'failed')], ['supply/1 critical']],
    ['a sensor without a number', [row('Power Consumption', 'failed')], ['supply/power-consumption critical']],
    ['a sensor that is no supply', [row('Chassis Intru', 'failed'), row('Ups link', 'failed')], []],
  ])('judges %s', (_says, powerSupplies, expected) => {
    expect(troubles({ powerSupplies })).toEqual(expected);
  });

  it('says unknown when they could not be read', () => {
    expect(troubles({ powerSupplies: FAILED })).toEqual(['appliance unknown']);
  });
});

describe('judgeHost on stale health', () => {
  it.each(['XenServer SSH', 'XenServer PING', 'Health Monitor Plugin'])(
    'trusts no value while %s is in error',
    (name) => {
      const findings = judgeHost(host({ software: [row(name, 'failed')], physicalDrives: withDrive(4, 'Failed') }));
      expect(findings).toHaveLength(11);
      expect(findings.filter(({ state, severity }) => state !== 'unknown' || severity !== 'none')).toEqual([]);
      expect(findings[0]?.evidence).toEqual({ command: 'show systemhealthSoftware', line: `${name}: ERROR` });
    },
  );

  it.each([
    ['another row is in error', [row('BMC Firmware Version', 'failed')]],
    ['the software could not be read', FAILED],
  ])('goes on when %s', (_says, software) => {
    expect(troubles({ software })).toEqual([]);
  });
});
