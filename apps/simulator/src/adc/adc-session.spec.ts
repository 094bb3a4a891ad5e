import { beforeEach, describe, expect, it } from '@jest/globals';
import { BundleWriter } from '../bundles/bundle-writer.js';
import type { SimulatedInstance } from '../fleet/appliance.js';
import { buildFleet } from '../fleet/build-fleet.js';
import { recordEvent } from '../fleet/faults.js';
import { AdcSession } from './adc-session.js';

const NOW = Date.UTC(2026, 7, 27, 18, 22, 47);

let instances: SimulatedInstance[];

beforeEach(() => {
  const shape = { hosts: 2, instances: 4, network: '127.20', port: 2222, latencyMs: 0, builds: null, haPairs: 1 };
  instances = buildFleet(shape, NOW).flatMap((host) => host.instances);
});

function instance(number: number): SimulatedInstance {
  const found = instances[number];
  if (found === undefined) throw new Error(`no instance ${number}`);
  return found;
}

function sessionOn(target: SimulatedInstance): AdcSession {
  const bundles = new BundleWriter('/nowhere', 0, () => undefined);
  return new AdcSession({ instance: target, bundles, now: () => NOW, changed: () => undefined }, 'nsroot');
}

async function run(target: SimulatedInstance, line: string): Promise<string> {
  return (await sessionOn(target).run(line, () => undefined)).text;
}

describe('AdcSession', () => {
  it.each([
    ['sh version', '\tNetScaler NS13.1: Build 53.17.nc, Date: Jul  1 2024, 10:11:12   (64-bit)\n Done\n'],
    ['SHOW NS VERSION', '\tNetScaler NS13.1: Build 53.17.nc, Date: Jul  1 2024, 10:11:12   (64-bit)\n Done\n'],
    ['show ns feature | grep -i "call home"', ' 28)\tCall Home                      CH                   ON\n'],
    ['show ns feature | grep -v ")" | grep Acronym', '\tFeature                        Acronym              Status\n'],
    ['show cluster instance', ' Done\n'],
    ['set cli mode -page OFF -color OFF', ' Done\n'],
    ['uname', 'ERROR: No such command\n'],
    ['show', 'ERROR: No such command\n'],
    ['"show" version', 'ERROR: No such command\n'],
    ['set callhome -emailAddress "open', 'ERROR: Unmatched quote\n'],
    ['set callhome -emailAddress', 'ERROR: Required argument value missing [emailAddress]\n'],
    ['enable ns feature XYZ', 'ERROR: Invalid argument value [feature]\n'],
    ['enable feature LoadBalancing callhome', ' Done\n'],
    ['set snmp alarm CALLHOME-UPLOAD-EVENT -state maybe', 'ERROR: Invalid argument value [state]\n'],
    ['shell date +%z', '+0000\n Done\n'],
    ['unset callhome -proxyMode ; nosuch', ' Done\nERROR: No such command\n'],
    ['exit', 'Bye!\n'],
    ['', ''],
  ])('answers %j', async (line, text) => {
    expect(await run(instance(1), line)).toBe(text);
  });

  it('ends only on exit, quit and logout', async () => {
    const session = sessionOn(instance(0));
    expect((await session.run('show version', () => undefined)).ends).toBe(false);
    expect((await session.run('quit', () => undefined)).ends).toBe(true);
  });

  it('shows seven events with their cells, and N/A for parts an instance has not', async () => {
    const withoutChips = instance(3);
    recordEvent(withoutChips, 'hard-disk', NOW - 3_600_000);
    recordEvent(withoutChips, 'hard-disk', NOW);
    recordEvent(withoutChips, 'warm-restart', NOW);
    const lines = (await run(withoutChips, 'show callhome')).split('\n').filter((line) => /^ {2}\d\)/.test(line));
    expect(lines).toEqual([
      '  1)    Warm boot                      Enabled         N/A                             27 Aug 2026 18:22:47',
      '  2)    Compact flash errors           Enabled         ..                              ..',
      '  3)    Hard disk drive errors         Enabled         27 Aug 2026 17:22:47            27 Aug 2026 18:22:47',
      '  4)    SSL card failure               N/A             N/A                             N/A',
      '  5)    Power supply unit failure      N/A             N/A                             N/A',
      '  6)    Rate limit drops               Enabled         ..                              ..',
      '  7)    Memory anomalies               Enabled         ..                              ..',
    ]);
    expect(await run(instance(0), 'show callhome | grep SSL')).toMatch(/SSL card failure {15}Enabled/);
  });

  it.each([
    ['13.1-53.17', ['Mode: Default', 'Heartbeat custom interval (days): 7', 'Proxy Authentication Service:']],
    ['12.1-65.25', ['Mode: Default', 'Heartbeat custom interval (days): 30', 'Proxy Authentication Service:']],
    ['12.0-63.21', ['Heartbeat custom interval (days): 30', 'Proxy Authentication Service:']],
    ['11.1-65.23', []],
  ])('prints on %s the label lines that build has', async (build, expected) => {
    const target = instance(1);
    target.build = build;
    const labels = (await run(target, 'show callhome')).split('\n').map((line) => line.trim());
    expect(labels.filter((line) => /^(Mode|Heartbeat|Proxy Auth)/.test(line))).toEqual(expected);
  });

  it('prints the old table before 11.0', async () => {
    const target = instance(1);
    target.build = '10.5-70.8';
    const text = await run(target, 'show callhome');
    expect(text).toContain('\tE-mail address configured:\n');
    expect(text).not.toContain('Heartbeat');
    expect(text).toContain('5) Warm restart');
  });

  it('tells unsaved changes until they are saved', async () => {
    const flag = 'show ns config | grep "Config Changed since"';
    expect(await run(instance(1), flag)).toContain('FALSE');
    await run(instance(1), 'set callhome -emailAddress a@example.com');
    expect(await run(instance(1), flag)).toContain('TRUE');
    expect(await run(instance(1), 'save config')).toBe(' Done\n');
    expect(await run(instance(1), flag)).toContain('FALSE');
  });

  it('warns when settings of a feature that is off are changed, and changes them all the same', async () => {
    await run(instance(1), 'disable ns feature CH');
    const text = await run(instance(1), 'set callhome -hbCustomInterval 9');
    expect(text).toBe('Warning: Feature(s) not enabled [CH]\n Done\n');
    expect(instance(1).running.callhome.heartbeatDays).toBe(9);
  });

  it('carries changes from a primary to its secondary, and never back', async () => {
    const [primary, secondary] = [instance(0), instance(4)];
    await run(primary, 'set callhome -hbCustomInterval 9');
    expect(secondary.running.callhome.heartbeatDays).toBe(9);
    await run(secondary, 'set callhome -hbCustomInterval 11');
    expect(primary.running.callhome.heartbeatDays).toBe(9);
    expect(await run(secondary, 'show ha node | grep "Master State:"')).toBe(
      '\tMaster State: Secondary\n\tMaster State: Primary\n',
    );
    expect(sessionOn(secondary).greeting).toContain('You are connected to a secondary node');
  });

  it('changes its prompt for the session only', async () => {
    const session = sessionOn(instance(0));
    expect(session.prompt()).toBe('> ');
    await session.run('set cli prompt "%h %T"', () => undefined);
    expect(session.prompt()).toBe('vpx-fra-01-1 18:22> ');
    await session.run('clear cli prompt', () => undefined);
    expect(session.prompt()).toBe('> ');
    expect(sessionOn(instance(0)).prompt()).toBe('> ');
  });
});
