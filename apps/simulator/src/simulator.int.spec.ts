import { randomInt } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { logIn } from './testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from './testing/start-for-spec.js';

let stateDir: string;
let running: SpecSimulator[] = [];

async function start(overrides: Parameters<typeof startForSpec>[0]): Promise<SpecSimulator> {
  const simulator = await startForSpec(overrides);
  running.push(simulator);
  return simulator;
}

async function stop(simulator: SpecSimulator): Promise<void> {
  running = running.filter((each) => each !== simulator);
  await simulator.close();
}

beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'simulator-spec-'));
});
afterEach(async () => {
  await Promise.all(running.map(stop));
  await rm(stateDir, { recursive: true, force: true });
});

describe('startSimulator', () => {
  it('continues where it stopped when it has a state directory', async () => {
    const place = { stateDir, port: randomInt(20_000, 30_000), network: '127.129' };
    const first = await start(place);
    const login = await logIn({ host: first.instanceAddress, port: first.port });
    await login.exec('set callhome -emailAddress saved@example.com');
    await login.exec('save ns config');
    await login.exec('set callhome -hbCustomInterval 21');
    await login.close();
    await first.control('POST', '/hosts/sdx-fra-01/disks/4', { state: 'failed' });
    const before = (await first.control('GET', '/fleet')).body;
    await stop(first);

    const second = await start(place);
    expect((await second.control('GET', '/fleet')).body).toEqual(before);
    expect(second.ready.receiver.caPem).toBe(first.ready.receiver.caPem);
    expect(second.ready.receiver.caFile).toBe(join(stateDir, 'ca.pem'));
    const again = await logIn({ host: second.instanceAddress, port: second.port });
    expect(again.hostKey).toBe(login.hostKey);
    expect(await again.exec('show callhome | grep -i contact')).toContain('saved@example.com');
    await again.close();
  });

  it('says which address is taken, and leaves nothing open', async () => {
    const place = { port: randomInt(20_000, 30_000), network: '127.128' };
    const first = await start(place);
    await expect(startForSpec({ ...place, hosts: 2 })).rejects.toMatchObject({
      code: 'ADDRESS_BUSY',
      message: expect.stringMatching(/^127\.128\.1\.1:\d+ cannot be opened \(EADDRINUSE\)/),
    });
    await stop(first);
    await start({ ...place, hosts: 2 });
  });

  it.each(['fleet.json', 'host-keys.json'])('refuses a damaged %s', async (name) => {
    await writeFile(join(stateDir, name), '{"half');
    await expect(startForSpec({ stateDir })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });

  it('refuses an authority that does not fit its key', async () => {
    await writeFile(join(stateDir, 'ca.pem'), 'not a certificate');
    await writeFile(join(stateDir, 'ca-key.pem'), 'not a key');
    await expect(startForSpec({ stateDir })).rejects.toMatchObject({ code: 'STATE_UNREADABLE' });
  });

  it('shows a password in the ready line only when it made one', async () => {
    const given = await start({});
    expect(given.ready.password).toBeUndefined();
    const made = await start({ password: null });
    expect(made.ready.password).toBe(made.password);
    expect(made.password).toMatch(/^[\w-]{16}$/);
    const login = await logIn({ host: made.hostAddress, port: made.port, password: made.password });
    await login.close();
  });

  it('lists the hosts of a small fleet and only counts those of a large one', async () => {
    const small = await start({ hosts: 2, instances: 1 });
    expect(small.ready).toMatchObject({ hostCount: 2, instanceCount: 2 });
    expect(small.ready.hosts?.[1]).toMatchObject({ name: 'sdx-lon-02', instances: [{ name: 'vpx-lon-02-1' }] });
    const large = await start({ hosts: 51, instances: 1 });
    expect(large.ready).toMatchObject({ hostCount: 51, instanceCount: 51 });
    expect(large.ready.hosts).toBeUndefined();
    expect((await large.control('GET', '/fleet')).body['hosts']).toHaveLength(51);
  });
});
