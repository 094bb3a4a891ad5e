import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { logIn } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

let simulator: SpecSimulator;

beforeAll(async () => {
  simulator = await startForSpec();
});
afterAll(() => simulator.close());

describe('login', () => {
  it.each(['keyboard-interactive', 'password'] as const)('lets the account in by %s', async (method) => {
    for (const host of [simulator.hostAddress, simulator.instanceAddress]) {
      const login = await logIn({ host, port: simulator.port, method });
      expect(login.banner).toContain('authorized users only');
      expect(login.prompts).toEqual(method === 'password' ? [] : ['Password:']);
      await login.close();
    }
  });

  it.each([
    ['a wrong password by keyboard-interactive', { password: 'wrong', method: 'keyboard-interactive' }],
    ['a wrong password by password', { password: 'wrong', method: 'password' }],
    ['another account', { username: 'root' }],
  ] as const)('refuses %s', async (_who, request) => {
    const before = (await simulator.control('GET', '/stats')).body['totals'] as { authFailed: number };
    const attempt = logIn({ host: simulator.hostAddress, port: simulator.port, ...request });
    await expect(attempt).rejects.toMatchObject({ level: 'client-authentication' });
    const after = (await simulator.control('GET', '/stats')).body['totals'] as { authFailed: number };
    expect(after.authFailed).toBeGreaterThan(before.authFailed);
  });

  it('shows each address its own host key, the same one until it is rotated', async () => {
    const keyOf = async (host: string): Promise<string> => {
      const login = await logIn({ host, port: simulator.port });
      await login.close();
      return login.hostKey;
    };
    const first = await keyOf(simulator.instanceAddress);
    expect(await keyOf(simulator.instanceAddress)).toBe(first);
    expect(await keyOf(simulator.hostAddress)).not.toBe(first);
    expect((await simulator.control('POST', '/appliances/vpx-fra-01-1/host-key/rotate')).status).toBe(200);
    expect(await keyOf(simulator.instanceAddress)).not.toBe(first);
  });

  it('refuses connections while an appliance is down, and is itself again afterwards', async () => {
    const login = await logIn({ host: simulator.instanceAddress, port: simulator.port });
    const dropped = new Promise<void>((resolve) => login.client.once('close', () => resolve()));
    await simulator.control('POST', '/appliances/vpx-fra-01-1/down', { down: true });
    await dropped;
    const attempt = logIn({ host: simulator.instanceAddress, port: simulator.port });
    await expect(attempt).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    const host = await logIn({ host: simulator.hostAddress, port: simulator.port });
    expect(await host.exec('show ns name=vpx-fra-01-1')).toContain('Instance State: Down');
    await host.close();
    await simulator.control('POST', '/appliances/vpx-fra-01-1/down', { down: false });
    const again = await logIn({ host: simulator.instanceAddress, port: simulator.port });
    expect(await again.exec('sh version')).toContain('NS13.1: Build 53.17.nc');
    await again.close();
  });

  it('counts logins that are open at one time', async () => {
    const request = { host: simulator.hostAddress.replace(/\.1$/, '.14'), port: simulator.port };
    const logins = [await logIn(request), await logIn(request)];
    const open = (await simulator.control('GET', '/stats')).body['appliances'];
    expect(open).toMatchObject({ 'vpx-fra-01-4': { sessionsOpen: 2, sessionsMax: 2, authOk: 2 } });
    for (const login of logins) await login.close();
  });
});

describe('a terminal', () => {
  it('greets on an instance with the notice and Done, echoes, and says goodbye', async () => {
    const login = await logIn({ host: simulator.instanceAddress, port: simulator.port });
    const text = await login.shell('show cluster instance\rexit\r');
    expect(text.startsWith(`${'#'.repeat(79)}\r\n#                     CallHome has been enabled by default.`)).toBe(
      true,
    );
    expect(text.endsWith('\r\n Done\r\n> show cluster instance\r\n Done\r\n> exit\r\nBye!\r\n')).toBe(true);
    await login.close();
  });

  it('has only a prompt on a host', async () => {
    const login = await logIn({ host: simulator.hostAddress, port: simulator.port });
    expect(await login.shell('nosuch\r\rexit\r')).toBe(
      '> nosuch\r\nERROR: Invalid command\r\n> \r\n> exit\r\nBye!\r\n',
    );
    await login.close();
  });
});

describe('the command log', () => {
  it('has every command of every channel, with its secrets taken out', async () => {
    await simulator.control('DELETE', '/commands');
    const instance = await logIn({ host: simulator.instanceAddress, port: simulator.port });
    await instance.exec('show ns version');
    await instance.exec('set system user a -password hunter2');
    await instance.shell('show callhome\rexit\r');
    await instance.close();
    const host = await logIn({ host: simulator.hostAddress, port: simulator.port });
    await host.exec('show hostname');
    await host.close();
    const { body } = await simulator.control('GET', '/commands');
    expect(body['commands']).toMatchObject([
      { appliance: 'vpx-fra-01-1', kind: 'instance', channel: 'exec', command: 'show ns version' },
      { appliance: 'vpx-fra-01-1', channel: 'exec', command: 'set system user a -password [secret]' },
      { appliance: 'vpx-fra-01-1', channel: 'shell', command: 'show callhome' },
      { appliance: 'vpx-fra-01-1', channel: 'shell', command: 'exit' },
      { appliance: 'sdx-fra-01', kind: 'host', channel: 'exec', command: 'show hostname' },
    ]);
    const filtered = await simulator.control('GET', '/commands?appliance=sdx-fra-01&since=0');
    expect(filtered.body['commands']).toHaveLength(1);
  });
});
