import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import ssh2, { type Server } from 'ssh2';
import type { Appliance } from '../fleet/appliance.js';
import { logIn } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';
import { ReadyServers } from './ready-servers.js';

describe('ReadyServers', () => {
  it('keeps the ones used last, and makes the others anew', () => {
    const made: string[] = [];
    const ready = new ReadyServers(2);
    const ask = (name: string, appliance: Appliance): Server =>
      ready.of(appliance, () => {
        made.push(name);
        return new ssh2.Server({ hostKeys: [] });
      });
    const [a, b, c] = [{}, {}, {}] as [Appliance, Appliance, Appliance];
    const first = ask('a', a);
    ask('b', b);
    expect(ask('a', a)).toBe(first);
    ask('c', c);
    ask('a', a);
    ask('b', b);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
    ready.forget(b);
    ask('b', b);
    expect(made).toEqual(['a', 'b', 'c', 'b', 'b']);
  });
});

describe('ten thousand appliances in one process', () => {
  let simulator: SpecSimulator;
  beforeAll(async () => {
    simulator = await startForSpec({ hosts: 100, instances: 99 });
  });
  afterAll(() => simulator.close());

  it('answer on addresses of their own with keys of their own', async () => {
    const network = simulator.hostAddress.replace(/\.1\.1$/, '');
    const keys = new Set<string>();
    for (const [address, hostname] of [
      ['1.1', 'sdx-fra-01'],
      ['100.1', 'sdx-mel-100'],
      ['1.11', 'vpx-fra-01-1'],
      ['50.60', 'vpx-dal-50-50'],
      ['100.109', 'vpx-mel-100-99'],
    ]) {
      const login = await logIn({ host: `${network}.${address}`, port: simulator.port });
      keys.add(login.hostKey);
      await login.exec('show ns version');
      await login.close();
      const { body } = await simulator.control('GET', `/commands?appliance=${hostname}`);
      expect(body['commands']).toHaveLength(1);
    }
    expect(keys.size).toBe(5);
  });

  it('count traffic only of those that were spoken to', async () => {
    const { body } = await simulator.control('GET', '/stats');
    expect(Object.keys(body['appliances'] as object)).toHaveLength(5);
  });
});
