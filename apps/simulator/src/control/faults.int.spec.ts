import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

let simulator: SpecSimulator;

beforeAll(async () => {
  simulator = await startForSpec({ instances: 4 });
});
afterAll(() => simulator.close());

async function ask(host: string, command: string): Promise<string> {
  const login = await logIn({ host, port: simulator.port });
  const text = await login.exec(command);
  await login.close();
  return text;
}

describe('faults', () => {
  it('shows a failed drive over SSH until it is mended', async () => {
    await simulator.control('POST', '/hosts/sdx-fra-01/disks/4', { state: 'failed' });
    expect(await ask(simulator.hostAddress, 'show raidPhysicalDrive slot=4')).toContain('Firmware state: Failed');
    await simulator.control('POST', '/hosts/sdx-fra-01/disks/4', { state: 'ok' });
    expect(await ask(simulator.hostAddress, 'show raidPhysicalDrive slot=4')).toContain('Online, Spun Up');
  });

  it('shows a lost chip on host and instance', async () => {
    await simulator.control('POST', '/hosts/sdx-fra-01/chips', { failed: 1 });
    expect(await ask(simulator.hostAddress, 'show appliance')).toContain('Total SSL Cores    : 15');
    expect(await ask(simulator.instanceAddress, 'stat ssl')).toMatch(/# SSL cards present +4\n# SSL cards UP +3\n/);
    expect(await ask(simulator.instanceAddress, 'show callhome')).toMatch(/SSL card failure +Enabled +\d+ \w{3} \d{4}/);
    await simulator.control('POST', '/hosts/sdx-fra-01/chips', { failed: 0 });
    expect(await ask(simulator.instanceAddress, 'stat ssl')).toMatch(/# SSL cards UP +4\n/);
  });

  it('shows a failed power supply', async () => {
    await simulator.control('POST', '/hosts/sdx-fra-01/psu/2', { state: 'failed' });
    expect(await ask(simulator.hostAddress, 'show systemhealthpowersupply')).toMatch(/PS2 Status[^]*Status: ERROR/);
  });

  it('loses unsaved settings at a reboot, keeps saved ones, and drops the logins', async () => {
    const login = await logIn({ host: simulator.instanceAddress, port: simulator.port });
    await login.exec('set callhome -emailAddress saved@example.com');
    await login.exec('save ns config');
    await login.exec('set callhome -hbCustomInterval 21');
    const closed = new Promise<void>((resolve) => login.client.once('close', () => resolve()));
    const before = await ask(simulator.instanceAddress, 'stat system | grep "Up since"');
    const { body } = await simulator.control('POST', '/appliances/vpx-fra-01-1/reboot');
    await closed;
    expect(body).toMatchObject({
      unsaved: false,
      callhome: { emailAddress: 'saved@example.com', heartbeatDays: null },
    });
    expect(await ask(simulator.instanceAddress, 'show callhome')).toContain('Heartbeat custom interval (days): 7');
    expect(await ask(simulator.instanceAddress, 'stat system | grep "Up since"')).not.toBe(before);
  });

  it('reboots the instances with their host', async () => {
    await simulator.control('POST', '/hosts/sdx-fra-01/disks/1', { state: 'ok' });
    const { body } = await simulator.control('POST', '/appliances/sdx-fra-01/reboot');
    const bootedAt = body['bootedAt'];
    expect(body['instances']).toEqual([1, 2, 3, 4].map(() => expect.objectContaining({ bootedAt })));
    expect(await ask(simulator.hostAddress, 'show systemstatus')).toMatch(/Uptime: 0 minutes, \d+ seconds?\n/);
  });

  it('moves only the engine at a warm restart', async () => {
    const kernel = await ask(simulator.instanceAddress, 'shell sysctl kern.boottime');
    await simulator.control('POST', '/appliances/vpx-fra-01-1/warm-restart');
    expect(await ask(simulator.instanceAddress, 'shell sysctl kern.boottime')).toBe(kernel);
    expect(await ask(simulator.instanceAddress, 'show callhome')).toMatch(/Warm boot +Enabled +N\/A +\d+ \w{3}/);
  });

  it('puts an event into the Call Home table at the given time', async () => {
    const event = { event: 'hard-disk', at: '2026-01-31T08:09:10Z' };
    await simulator.control('POST', '/appliances/vpx-fra-01-1/callhome-event', event);
    expect(await ask(simulator.instanceAddress, 'show callhome | grep Hard')).toContain('31 Jan 2026 08:09:10');
  });

  it('upgrades to another build', async () => {
    await simulator.control('POST', '/appliances/vpx-fra-01-1/upgrade', { version: '14.1-21.57' });
    expect(await ask(simulator.instanceAddress, 'show ns version')).toContain('NS14.1: Build 21.57.nc');
  });
});

describe('the control interface', () => {
  it.each([
    ['an unknown route', 'GET', '/nothing', undefined, 404],
    ['another method', 'DELETE', '/fleet', undefined, 400],
    ['an unknown appliance', 'POST', '/appliances/nobody/reboot', undefined, 404],
    ['an instance where a host is wanted', 'POST', '/hosts/vpx-fra-01-1/chips', { failed: 1 }, 404],
    ['a host where an instance is wanted', 'POST', '/appliances/sdx-fra-01/warm-restart', undefined, 400],
    ['a slot that is not there', 'POST', '/hosts/sdx-fra-01/disks/9', { state: 'failed' }, 404],
    ['a supply that is not there', 'POST', '/hosts/sdx-fra-01/psu/3', { state: 'failed' }, 404],
    ['an unknown state', 'POST', '/hosts/sdx-fra-01/disks/1', { state: 'burnt' }, 400],
    ['more chips than there are', 'POST', '/hosts/sdx-fra-01/chips', { failed: 17 }, 400],
    ['a build that is none', 'POST', '/appliances/vpx-fra-01-1/upgrade', { version: 'new' }, 400],
    ['an unknown event', 'POST', '/appliances/vpx-fra-01-1/callhome-event', { event: 'fire' }, 400],
    [
      'an event of a part it has not',
      'POST',
      '/appliances/vpx-fra-01-1/callhome-event',
      { event: 'power-supply' },
      400,
    ],
    ['a time that is none', 'POST', '/appliances/vpx-fra-01-1/callhome-event', { event: 'memory', at: 'now' }, 400],
    ['an unknown receiver mode', 'POST', '/receiver', { mode: 'nap' }, 400],
    ['a body that is no object', 'POST', '/receiver', ['accept'], 400],
    ['an instance without peer', 'POST', '/appliances/vpx-fra-01-1/failover', undefined, 400],
    ['a report nobody sent', 'GET', '/receiver/reports/none/body', undefined, 404],
  ])('answers %s with one sentence', async (_what, method, path, body, status) => {
    const answer = await simulator.control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toMatch(/^.{10,200}\.$/);
  });
});
