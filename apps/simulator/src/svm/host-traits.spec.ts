import { beforeEach, describe, expect, it } from '@jest/globals';
import { BundleWriter } from '../bundles/bundle-writer.js';
import type { SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import { buildHost } from '../fleet/build-fleet.js';
import { failChips } from '../fleet/faults.js';
import { HOST_MODELS } from '../fleet/host-models.js';
import { COMMON_HOST_TRAITS, type HostTraits } from '../fleet/host-traits.js';
import { setHypervisorReachable } from './seen-parts.js';
import { SvmSession } from './svm-session.js';

const NOW = Date.UTC(2026, 7, 27, 18, 22, 47);

function hostWith(traits: Partial<HostTraits>, platform = '14040'): SimulatedHost {
  const shape = { hosts: 1, instances: 3, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 0 };
  const model = HOST_MODELS.find((candidate) => candidate.platform === platform) ?? HOST_MODELS[0];
  return buildHost({ shape, index: 1, now: NOW, over: { model, traits: { ...COMMON_HOST_TRAITS, ...traits } } });
}

function sessionOn(host: SimulatedHost, act?: (instance: SimulatedInstance, action: string) => void): SvmSession {
  const bundles = new BundleWriter('/nowhere', 0, () => undefined);
  return new SvmSession({ host, style: 'label', bundles, now: () => NOW, ...(act === undefined ? {} : { act }) });
}

async function run(host: SimulatedHost, line: string): Promise<string> {
  return (await sessionOn(host).run(line)).text;
}

describe('every resource of the reference', () => {
  it.each([
    ['show capacity', 'Total Bandwidth: 40000 Mbps'],
    ['show platform_specs', 'Total Crypto Devices: 16'],
    ['show vmdevice', 'VM State: Running'],
    ['show managedDeviceSummary', 'Type: NS\n        Total: 3\n        Up: 3'],
    ['show deviceLicenseInfo', 'License: platinum'],
    ['show licensefile', 'File Name: SDX_SDX0000001_platform.lic'],
    ['show hostinterface', 'Mapped Port: eth0'],
    ['show cpucoreusage', 'Core Number: 0'],
    ['show systemsession', 'User Name: nsroot'],
    ['show singlebundleinfo', 'File Name: build-sdx-13.1-53.17.tgz'],
    ['show snmpalarm', 'Name: powerSupplyFailed'],
    ['show systemhealth', 'Name: Hardware\n        Status: OK'],
    ['show systemhealthdisk', 'Transaction Rate: 11.40'],
  ])('%s', async (line, expected) => {
    const text = await run(hostWith({}), line);
    expect(text).toContain(expected);
    expect(text.endsWith(' Done\n')).toBe(true);
  });
});

describe('traits of a host', () => {
  it('counts in units where it has them, and by devices what is fitted', async () => {
    const host = hostWith({ cryptoUnit: 'acu' }, '15040-50G');
    failChips(host, 1, NOW);
    const appliance = await run(host, 'show appliance');
    expect(appliance).toContain('Total ACU          : 45000\n');
    expect(appliance).toContain('Crypto Devices     : 3\n');
    expect(appliance).not.toContain('SSL Cores');
    expect(await run(host, 'show ns name=vpx-fra-01-1')).toMatch(
      /Is New Crypto: true\n +ACU: 30000\n +SCU: 5000\n +SSL Cards: 2\n +SSL Cores Up: 1\n/,
    );
    expect(await run(host, 'show systemhealthHardware')).toMatch(
      /Crypto Devices\n +Current Value: 3\n +Expected Value: 4/,
    );
  });

  it.each([
    ['answers with an empty list', {}, ' Done\n'],
    ['refuses', { refusesRaid: true }, 'ERROR: Operation not supported on this platform\n'],
  ])('a model without RAID %s', async (_what, traits, text) => {
    const host = hostWith(traits, '8920');
    expect(await run(host, 'show raidPhysicalDrive')).toBe(text);
    expect(await run(host, 'show raidLogicalDrive')).toBe(text);
  });

  it('leaves the fields of a controller out where software mirrors', async () => {
    const text = await run(hostWith({ softwareRaid: true }), 'show raidPhysicalDrive');
    expect(text).toContain('Firmware state: Online\n');
    expect(text).not.toMatch(/Enclosure|Error Count/);
  });

  it('shows NA for each sensor it cannot read', async () => {
    const host = hostWith({ hasSensors: false });
    for (const kind of ['powersupply', 'fanspeed', 'temperature', 'voltage']) {
      const states = (await run(host, `show systemhealth${kind}`)).match(/Status: .*/g);
      expect(new Set(states)).toEqual(new Set(['Status: NA']));
    }
  });

  it('says Netmask twice where it does not name whose it is', async () => {
    expect((await run(hostWith({ repeatsNetmask: true }), 'show networkconfig')).match(/^ +Netmask: /gm)).toHaveLength(
      2,
    );
  });

  it.each([
    ['raw', /^ {8}id=/],
    ['columnar', /^Id +Name/],
  ] as const)('prints lists in a style of its own: %s', async (style, expected) => {
    expect(await run(hostWith({ style }), 'show ns')).toMatch(style === 'raw' ? /^1\) {6}id=/ : expected);
  });

  it('begins in a shell, where cli leads to the command line and exit back', async () => {
    const session = sessionOn(hostWith({ shellFirst: true }));
    const prompts = [session.prompt()];
    for (const line of ['show hostname', 'cli', 'show hostname', 'exit', 'exit']) {
      const reply = await session.run(line);
      prompts.push(reply.ends ? 'end' : session.prompt());
    }
    expect(prompts).toEqual(['bash-3.2# ', 'bash-3.2# ', '> ', '> ', 'bash-3.2# ', 'end']);
  });

  it('leads to the shell and back where it begins at the command line', async () => {
    const session = sessionOn(hostWith({}));
    await session.run('shell');
    expect(session.prompt()).toBe('bash-3.2# ');
    expect((await session.run('exit')).ends).toBe(false);
    expect(session.prompt()).toBe('> ');
  });
});

describe('a hypervisor that does not answer', () => {
  it('leaves every health value as it was, and says so among the software', async () => {
    const host = hostWith({});
    setHypervisorReachable(host, false);
    const [drive] = host.drives;
    if (drive !== undefined) drive.state = 'failed';
    host.powerSupplies[0] = 'failed';
    failChips(host, 2, NOW);
    expect(await run(host, 'show systemhealthSoftware')).toMatch(
      /XenServer API\n +Current Value: Failed\n[^]*?Status: ERROR/,
    );
    expect(await run(host, 'show raidPhysicalDrive')).not.toContain('Failed');
    expect(await run(host, 'show raidLogicalDrive')).not.toContain('Degraded');
    expect(await run(host, 'show systemhealthpowersupply')).not.toContain('ERROR');
    expect(await run(host, 'show appliance')).toContain('Total SSL Cores    : 16\n');
    setHypervisorReachable(host, true);
    expect(await run(host, 'show raidPhysicalDrive slot=1')).toContain('Firmware state: Failed');
    expect(await run(host, 'show appliance')).toContain('Total SSL Cores    : 14\n');
  });
});

describe('do ns', () => {
  let host: SimulatedHost;
  let orders: string[];
  let id: string;

  beforeEach(async () => {
    host = hostWith({});
    orders = [];
    id = /Id: (\w+)/.exec(await run(host, 'show ns name=vpx-fra-01-2'))?.[1] ?? '';
  });

  it.each([
    ['start', ['vpx-fra-01-2 start']],
    ['stop', ['vpx-fra-01-2 stop']],
    ['force_stop', ['vpx-fra-01-2 stop']],
    ['reboot', ['vpx-fra-01-2 reboot']],
    ['force_reboot', ['vpx-fra-01-2 reboot']],
  ])('%s is accepted and carried out', async (action, expected) => {
    const session = sessionOn(host, (instance, what) => orders.push(`${instance.name} ${what}`));
    expect((await session.run(`do ns ${action} id=${id}`)).text).toBe(' Done\n');
    expect(orders).toEqual(expected);
  });

  it.each([
    ['do ns reboot', 'ERROR: Required argument id is missing\n'],
    ['do ns reboot id=nosuch', 'ERROR: No such resource [id, nosuch]\n'],
    ['do ns explode id=x', 'ERROR: Invalid command\n'],
    ['do ns reboot name=x', 'ERROR: Invalid argument name\n'],
  ])('%s is refused', async (line, text) => {
    const session = sessionOn(host, (instance) => orders.push(instance.name));
    expect((await session.run(line)).text).toBe(text);
    expect(orders).toEqual([]);
  });

  it('shows an instance that starts up as out of service until it is up', async () => {
    const [instance] = host.instances;
    if (instance !== undefined) instance.startingUntil = NOW + 1;
    expect(await run(host, 'show ns name=vpx-fra-01-1')).toContain('Instance State: Out of Service\n');
    if (instance !== undefined) instance.startingUntil = NOW;
    expect(await run(host, 'show ns name=vpx-fra-01-1')).toContain('Instance State: Up\n');
  });
});
