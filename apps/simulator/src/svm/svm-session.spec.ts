import { beforeEach, describe, expect, it } from '@jest/globals';
import { BundleWriter } from '../bundles/bundle-writer.js';
import type { SimulatedHost } from '../fleet/appliance.js';
import { buildFleet } from '../fleet/build-fleet.js';
import { failChips } from '../fleet/faults.js';
import type { OutputStyle } from './render-records.js';
import { SvmSession } from './svm-session.js';

const NOW = Date.UTC(2026, 7, 27, 18, 22, 47);

let host: SimulatedHost;

beforeEach(() => {
  const shape = { hosts: 1, instances: 3, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 0 };
  const [first] = buildFleet(shape, NOW);
  if (first === undefined) throw new Error('no host');
  host = first;
});

async function run(line: string, style: OutputStyle = 'label'): Promise<string> {
  const bundles = new BundleWriter('/nowhere', 0, () => undefined);
  return (await new SvmSession({ host, style, bundles, now: () => NOW }).run(line)).text;
}

/** Labels of the first record, in order. */
async function labels(line: string): Promise<string[]> {
  const text = await run(line);
  const record = text.split(/^2\) /m)[0] ?? '';
  return Array.from(record.matchAll(/^(?:1\))? +([\w ]+?) *:/gm), (match) => match[1] ?? '');
}

describe('SvmSession', () => {
  it.each([
    ['show hostname', 'Host Name, Hypervisor Host Name'],
    ['show systemstatus', 'Product Name, Platform, Build, Serial Number, Host Id, Uptime'],
    [
      'show networkconfig',
      'Network Interface, XenServer IP Address, XEN Netmask, Management Service IP Address, Netmask, Gateway, DNS',
    ],
    [
      'show appliance',
      'Name, IP Address, Version, UUID, Serial Number, Total CPUs, CPU Usage, Total Memory, Free Memory, ' +
        'Total SSL Cores, Free SSL Cores, Uptime',
    ],
    [
      'show ns',
      'Id, Name, IP Address, Host IP Address, UUID, Version, VM State, Instance State, HA Master State, SSL Cores, ' +
        'SSL Cores Up, SSL Virtual Functions, Cores, Memory, Throughput, Disk Allocation',
    ],
    [
      'show raidPhysicalDrive',
      'Slot, Enclosure, Device Id, Size, Firmware state, Foreign State, Media Type, Inquiry Data, WWN, ' +
        'Media Error Count, Other Error Count, Logical Drive, Is Used',
    ],
    ['show raidLogicalDrive', 'Id, Name, Virtual Drive, Target Id, State, Size, Drives'],
    ['show systemhealthHardware', 'Name, Current Value, Expected Value, Status'],
    ['show systemhealthSoftware', 'Name, Current Value, Expected Value, Status'],
    ['show systemhealthStorageRepository', 'Name, Bay Number, Size, Utilized, Status'],
    ['show systemhealthpowersupply', 'Name, Current Value, Unit, Status'],
    ['show manageddevice', 'Name, IP Address, Type, Instance State, Version'],
  ])('prints the labels of %s in their order', async (line, expected) => {
    expect((await labels(line)).join(', ')).toBe(expected);
  });

  it.each([
    ['show hostname', '        Host Name: sdx-fra-01-svm\n        Hypervisor Host Name: sdx-fra-01-xen\n Done\n'],
    ['SHOW HOSTNAME', '        Host Name: sdx-fra-01-svm\n        Hypervisor Host Name: sdx-fra-01-xen\n Done\n'],
    ['show raidPhysicalDrive slot=9', 'ERROR: Invalid value for slot\n'],
    ['show raidPhysicalDrive size=9', 'ERROR: Invalid argument size\n'],
    ['show nosuchresource', 'ERROR: Invalid command\n'],
    ['show ns name=nosuch', ' Done\n'],
    ['show callhome', 'ERROR: Invalid command\n'],
    ['do appliance stop', 'ERROR: Invalid command\n'],
    ['delete techsupport', 'ERROR: Required argument file_name is missing\n'],
    ['delete techsupport file_name=no.tgz', 'ERROR: No such resource [file_name, no.tgz]\n'],
    ['do techsupport ManagementService file_name=../x', 'ERROR: Invalid value for file_name\n'],
    ['exit', 'Bye!\n'],
  ])('answers %j', async (line, text) => {
    expect(await run(line)).toBe(text);
  });

  it('shows a failed drive, its degraded mirror and the count of drives', async () => {
    const drive = host.drives[3];
    if (drive === undefined) throw new Error('no slot 4');
    drive.state = 'failed';
    const physical = await run('show raidphysicaldrive slot=4');
    expect(physical).toMatch(/Slot: 4\n[^]*Firmware state: Failed\n[^]*Media Error Count: 117\n +Other Error Count: 4/);
    expect(await run('show raidLogicalDrive')).toMatch(/Id: ld-0\n[^]*State: Optimal[^]*Id: ld-1\n[^]*State: Degraded/);
    expect(await run('show systemhealthHardware')).toContain(
      '3)      Name: Disk\n        Current Value: 3\n        Expected Value: 4\n        Status: ERROR\n',
    );
    expect(await run('show systemhealthStorageRepository')).not.toContain('ERROR');
    const mirror = host.drives[2];
    if (mirror !== undefined) mirror.state = 'failed';
    expect(await run('show raidLogicalDrive id=ld-1')).toContain('State: Offline');
    expect(await run('show systemhealthStorageRepository')).toMatch(/VPX storage[^]*Status: ERROR/);
  });

  it('shows a lost chip on the host and on the two instances that share it', async () => {
    failChips(host, 1, NOW);
    const appliance = await run('show appliance');
    expect(appliance).toContain('Total SSL Cores    : 15\n        Free SSL Cores     : 6\n');
    expect(await run('show systemhealthHardware')).toContain(
      '4)      Name: SSL Cores\n        Current Value: 15\n        Expected Value: 16\n        Status: ERROR\n',
    );
    const pairs = Array.from((await run('show ns')).matchAll(/SSL Cores: (\d+)\n +SSL Cores Up: (\d+)/g));
    expect(pairs.map((pair) => [Number(pair[1]), Number(pair[2])])).toEqual([
      [4, 3],
      [3, 2],
      [2, 2],
    ]);
  });

  it('shows a failed power supply among the other sensors', async () => {
    host.powerSupplies[1] = 'failed';
    expect(await run('show systemhealthpowersupply')).toContain(
      '2)      Name: PS2 Status\n        Current Value: Failure detected\n        Unit:\n        Status: ERROR\n',
    );
  });

  it('shows a stopped instance without version, role and cores', async () => {
    const instance = host.instances[2];
    if (instance !== undefined) instance.halted = true;
    const text = await run('show ns name=vpx-fra-01-3');
    expect(text).toContain(
      '        Version:\n        VM State: Halted\n        Instance State: Down\n        HA Master State:\n',
    );
    expect(text).toContain('        SSL Cores Up: 0\n        SSL Virtual Functions:\n        Cores: 0\n');
  });

  it('prints attribute names in raw style', async () => {
    const text = await run('show ns name=vpx-fra-01-1', 'raw');
    expect(text).toMatch(/^ {8}id=[0-9a-f]{64}\n {8}name=vpx-fra-01-1\n {8}ip_address=127\.20\.1\.11\n/);
    expect(text).toContain('        number_of_ssl_cores=4\n        number_of_ssl_cores_up=4\n');
  });

  it('prints lists as tables in columnar style, with cells below their headers', async () => {
    const text = await run('show manageddevice', 'columnar');
    expect(text).toBe(
      [
        'Name            IP Address   Type  Instance State  Version',
        '--------------  -----------  ----  --------------  ----------',
        'sdx-fra-01-xen  127.20.1.2   Xen   Up              7.1.2',
        'vpx-fra-01-1    127.20.1.11  NS    Up              13.1-53.17',
        'vpx-fra-01-2    127.20.1.12  NS    Up              13.1-53.17',
        'vpx-fra-01-3    127.20.1.13  NS    Up              13.1-53.17',
        ' Done',
        '',
      ].join('\n'),
    );
  });
});
