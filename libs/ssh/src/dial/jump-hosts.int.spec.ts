import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppliance, type FakeAppliance } from '../appliance-server.fake.js';
import { Connection } from '../connection.js';
import { openSession, openSessionWith } from '../open-session.js';
import { Secret } from '../secret.js';
import { TEST_LIMITS, targetOf } from '../session-under-test.fake.js';
import type { SshSession } from '../ssh-session.js';
import type { Hop, SshTarget } from '../ssh-target.js';
import { JumpHosts } from './jump-hosts.js';
import { startJumpHost, type FakeJumpHost, type JumpBehaviour } from './jump-server.fake.js';
import { startProxy } from './socks-server.fake.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function appliance(): Promise<FakeAppliance> {
  const fake = await startAppliance({
    exec: (command, channel) => {
      channel.write(`${command} done\n`);
      channel.exit(0);
      channel.end();
    },
  });
  closing.push(() => fake.close());
  return fake;
}

async function jumpHost(behaviour: JumpBehaviour = {}): Promise<FakeJumpHost> {
  const fake = await startJumpHost(behaviour);
  closing.push(() => fake.close());
  return fake;
}

function jumpHosts(times: { idleMs: number; refusedMs: number }): JumpHosts {
  const jumps = new JumpHosts(Connection.open, times);
  closing.push(() => jumps.close());
  return jumps;
}

const nameOf = ({ host, port }: Hop): string => `${host}:${port}`;
const until = async (happened: () => boolean): Promise<void> => {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
};

describe('a session through jump hosts', () => {
  it.each([1, 2, 3])('runs commands behind %i of them, each asked for the next', async (depth) => {
    const server = await appliance();
    const hosts = await Promise.all(Array.from({ length: depth }, () => jumpHost()));
    const via = hosts.map(({ hop }) => hop);
    const session = await openSession(targetOf(server, { via }), TEST_LIMITS);
    await expect(session.run('show ns version')).resolves.toBe('show ns version done\n');
    const ports = [...via.slice(1).map(({ port }) => port), server.port];
    expect(hosts.map(({ asked }) => asked)).toEqual(ports.map((port) => [`127.0.0.1:${port}`]));
    await session.close();
    await until(() => hosts.every((host) => host.connected() === 0));
  });

  it('carries a file of more than a megabyte unharmed', async () => {
    const server = await appliance();
    const content = Buffer.alloc(1_500_000, 'abcdefghi');
    server.files.set('/bundle', content);
    const session = await openSession(targetOf(server, { via: [(await jumpHost()).hop] }), TEST_LIMITS);
    const { stream } = await session.fetch('/bundle');
    const chunks: Buffer[] = [];
    for await (const chunk of stream) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).equals(content)).toBe(true);
    await session.close();
  });

  it('goes through a proxy behind a jump host, and a jump host behind a proxy', async () => {
    const server = await appliance();
    const [outer, inner] = [await jumpHost(), await jumpHost()];
    const toServer = await startProxy({ reply: { port: server.port }, drips: true });
    const toInner = await startProxy({ reply: { port: inner.hop.port } });
    closing.push(toServer.close, toInner.close);
    for (const via of [
      [outer.hop, toServer.hop],
      [toInner.hop, inner.hop],
    ]) {
      const session = await openSession(targetOf(server, { via }), TEST_LIMITS);
      await expect(session.run('x')).resolves.toBe('x done\n');
      await session.close();
    }
  });

  it('sends no secret to a hop whose key is not trusted, and names the hop', async () => {
    const server = await appliance();
    const [first, second] = [await jumpHost(), await jumpHost()];
    const via = [first.hop, { ...second.hop, trust: () => 'untrusted' as const }];
    const details = { hop: nameOf(second.hop), hopCode: 'HOST_KEY_UNTRUSTED', port: server.port };
    await expect(openSession(targetOf(server, { via }), TEST_LIMITS)).rejects.toMatchObject({
      code: 'JUMP_FAILED',
      details: { ...details, fingerprint: expect.stringMatching(/^SHA256:/) },
      cause: { code: 'HOST_KEY_UNTRUSTED' },
      retryable: false,
    });
    expect([first.passwords.length, second.passwords, server.logins]).toEqual([1, [], []]);
  });

  it.each<[string, (host: FakeJumpHost) => Hop, string, boolean]>([
    [
      'refuses the password',
      ({ hop }) => ({ ...hop, login: { kind: 'password', password: new Secret('no') } }),
      'AUTH_FAILED',
      false,
    ],
    ['has another key', ({ hop }) => ({ ...hop, trust: () => 'changed' as const }), 'HOST_KEY_CHANGED', false],
    ['does not listen', ({ hop }) => ({ ...hop, port: 1 }), 'CONNECT_REFUSED', true],
    ['has a name nobody knows', ({ hop }) => ({ ...hop, host: 'no-such-host.invalid' }), 'DNS_FAILED', true],
  ])('tells a hop that %s from a failing appliance', async (_what, change, hopCode, retryable) => {
    const server = await appliance();
    const hop = change(await jumpHost());
    await expect(openSession(targetOf(server, { via: [hop] }), TEST_LIMITS)).rejects.toMatchObject({
      code: 'JUMP_FAILED',
      details: { host: '127.0.0.1', port: server.port, hop: nameOf(hop), hopCode },
      retryable,
    });
  });

  it('shows a mistake of whoever judges the hop as it is', async () => {
    const mistake = new Error('no such record');
    const { hop } = await jumpHost();
    const trust = (): never => {
      throw mistake;
    };
    const opening = openSession(targetOf(await appliance(), { via: [{ ...hop, trust }] }), TEST_LIMITS);
    await expect(opening).rejects.toBe(mistake);
  });

  it.each<[string, JumpBehaviour, object]>([
    ['cannot reach it', { deadEnd: true }, { code: 'NO_ROUTE' }],
    ['gets no answer from it', { silent: true }, { code: 'CONNECT_TIMEOUT', details: { timeoutMs: 300 } }],
  ])('blames the appliance when the hop %s', async (_what, behaviour, expected) => {
    const server = await appliance();
    const host = await jumpHost(behaviour);
    const opening = openSession(targetOf(server, { via: [host.hop] }), { ...TEST_LIMITS, connectTimeoutMs: 300 });
    await expect(opening).rejects.toMatchObject(expected);
    await expect(opening).rejects.toMatchObject({ details: { port: server.port, through: nameOf(host.hop) } });
  });

  it('blames a hop that forwards nothing', async () => {
    const host = await jumpHost({ refusesForwarding: true });
    const opening = openSession(targetOf(await appliance(), { via: [host.hop] }), TEST_LIMITS);
    const details = { hop: nameOf(host.hop), hopCode: 'CHANNEL_REFUSED', reason: 'forwarding-refused' };
    await expect(opening).rejects.toMatchObject({ code: 'JUMP_FAILED', details });
  });

  it('still names a refused login of the appliance as such', async () => {
    const server = await appliance();
    const login = { kind: 'password', password: new Secret('wrong') } as const;
    const opening = openSession(targetOf(server, { via: [(await jumpHost()).hop], login }), TEST_LIMITS);
    await expect(opening).rejects.toMatchObject({ code: 'AUTH_FAILED', details: { port: server.port } });
  });

  it('is cancelled while a hop keeps it waiting, and leaves nothing behind', async () => {
    const host = await jumpHost({ silent: true });
    const server = await appliance();
    const cancel = new AbortController();
    const opening = openSession(targetOf(server, { via: [host.hop] }), TEST_LIMITS, cancel.signal);
    await Promise.all([
      expect(opening).rejects.toMatchObject({ code: 'CANCELLED' }),
      until(() => host.asked.length === 1).then(() => cancel.abort()),
    ]);
    await until(() => host.connected() === 0);
  });
});

describe('JumpHosts', () => {
  const open = (server: FakeAppliance, host: FakeJumpHost, jumps: JumpHosts): Promise<SshSession> =>
    openSessionWith(targetOf(server, { via: [host.hop] }), TEST_LIMITS, { jumps });

  it('logs in once for all sessions through one host, and closes it a while after the last', async () => {
    const [server, host] = [await appliance(), await jumpHost()];
    const jumps = jumpHosts({ idleMs: 50, refusedMs: 0 });
    const sessions = await Promise.all(Array.from({ length: 5 }, () => open(server, host, jumps)));
    await sessions[0]?.close();
    sessions[0] = await open(server, host, jumps);
    expect([host.passwords.length, host.connected(), jumps.size]).toEqual([1, 1, 1]);
    await Promise.all(sessions.map((session) => session.close()));
    await until(() => host.forwarding() === 0 && host.connected() === 0);
    expect(jumps.size).toBe(0);
  });

  it('fails the sessions through a lost host, names it, and makes the connection anew', async () => {
    const [server, host] = [await appliance(), await jumpHost()];
    const jumps = jumpHosts({ idleMs: 10_000, refusedMs: 0 });
    const sessions = await Promise.all([open(server, host, jumps), open(server, host, jumps)]);
    host.kill();
    const lost = { code: 'CONNECTION_LOST', details: { port: server.port, hop: nameOf(host.hop) } };
    await until(() => jumps.size === 0);
    for (const session of sessions) await expect(session.run('x')).rejects.toMatchObject(lost);
    const next = await open(server, host, jumps);
    await expect(next.run('x')).resolves.toBe('x done\n');
    expect(host.passwords).toHaveLength(2);
  });

  it('does not repeat a refused login for the servers behind it', async () => {
    const [server, host] = [await appliance(), await jumpHost()];
    const jumps = jumpHosts({ idleMs: 10_000, refusedMs: 60_000 });
    const hop = { ...host.hop, login: { kind: 'password', password: new Secret('wrong') } } as const;
    const target: SshTarget = targetOf(server, { via: [hop] });
    for (let turn = 0; turn < 3; turn++) {
      const opening = openSessionWith(target, TEST_LIMITS, { jumps });
      await expect(opening).rejects.toMatchObject({ code: 'JUMP_FAILED', details: { hopCode: 'AUTH_FAILED' } });
    }
    expect(host.passwords).toEqual(['wrong']);
    await (await open(server, host, jumps)).close(); // another password is another login
  });

  it('has a key judged by everybody who uses the connection', async () => {
    const [server, host] = [await appliance(), await jumpHost()];
    const jumps = jumpHosts({ idleMs: 10_000, refusedMs: 0 });
    const session = await open(server, host, jumps);
    const wary = targetOf(server, { via: [{ ...host.hop, trust: () => 'changed' as const }] });
    await expect(openSessionWith(wary, TEST_LIMITS, { jumps })).rejects.toMatchObject({
      code: 'JUMP_FAILED',
      details: { hopCode: 'HOST_KEY_CHANGED' },
    });
    await expect(session.run('x')).resolves.toBe('x done\n');
    expect(host.asked).toHaveLength(1);
  });

  it('lets one user leave while another waits for the same connection', async () => {
    const [server, host] = [await appliance(), await jumpHost()];
    const jumps = jumpHosts({ idleMs: 0, refusedMs: 0 });
    const leaving = new AbortController();
    const target = targetOf(server, { via: [host.hop] });
    const left = openSessionWith(target, TEST_LIMITS, { jumps, signal: leaving.signal });
    const stays = openSessionWith(target, TEST_LIMITS, { jumps });
    leaving.abort();
    await expect(left).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect((await stays).run('x')).resolves.toBe('x done\n');
    expect(host.passwords).toHaveLength(1);
  });
});
