import { afterEach, describe, expect, it } from '@jest/globals';
import { openSession } from '../open-session.js';
import { startAppliance } from '../appliance-server.fake.js';
import { Secret } from '../secret.js';
import { TEST_LIMITS, targetOf } from '../session-under-test.fake.js';
import type { SocksHop } from '../ssh-target.js';
import { Connection } from '../connection.js';
import { JumpHosts } from './jump-hosts.js';
import { reach } from './reach.js';
import { startProxy, type FakeProxy, type ProxyBehaviour } from './socks-server.fake.js';

let proxy: FakeProxy;
afterEach(() => proxy.close());

const jumps = new JumpHosts(Connection.open, { idleMs: 0, refusedMs: 0 });

async function ask(behaviour: ProxyBehaviour, host = 'adc-1.example', changes: Partial<SocksHop> = {}) {
  proxy = await startProxy(behaviour);
  const via = [{ ...proxy.hop, ...changes }];
  const limits = { ...TEST_LIMITS, connectTimeoutMs: 300 };
  return reach({ host, port: 0x1234 }, { via, limits, jumps, signal: new AbortController().signal });
}

const GREETING = [5, 1, 0];
const PORT = [0x12, 0x34];

describe('socksConnect', () => {
  it.each<[string, string, number[]]>([
    ['a name as it is, for the proxy to look up', 'adc-1.example', [3, 13, ...Buffer.from('adc-1.example')]],
    ['an IPv4 address', '192.0.2.7', [1, 192, 0, 2, 7]],
    ['an IPv6 address', '2001:db8::7', [4, 0x20, 1, 0xd, 0xb8, ...Array<number>(10).fill(0), 0, 7]],
    ['the IPv6 loopback', '::1', [4, ...Array<number>(15).fill(0), 1]],
    [
      'an IPv6 address with an IPv4 tail',
      '::ffff:192.0.2.7',
      [4, ...Array<number>(10).fill(0), 255, 255, 192, 0, 2, 7],
    ],
  ])('sends %s', async (_what, host, address) => {
    (await ask({}, host)).destroy();
    expect([...(proxy.received[0] ?? [])]).toEqual([...GREETING, 5, 1, 0, ...address, ...PORT]);
  });

  it('logs in where it is asked to', async () => {
    const login = { username: 'fleet', password: new Secret('pw') };
    (await ask({ method: [5, 2] }, '192.0.2.7', login)).destroy();
    const sent = [
      5,
      2,
      0,
      2,
      1,
      5,
      ...Buffer.from('fleet'),
      2,
      ...Buffer.from('pw'),
      5,
      1,
      0,
      1,
      192,
      0,
      2,
      7,
      ...PORT,
    ];
    expect([...(proxy.received[0] ?? [])]).toEqual(sent);
  });

  it.each<[string, ProxyBehaviour, Partial<SocksHop>, object]>([
    ['wants a login and there is none', { method: [5, 255] }, {}, { reason: 'login-required' }],
    ['asks for a login that was not offered', { method: [5, 2] }, {}, { reason: 'login-required' }],
    ['refuses the login', { method: [5, 2], login: [1, 1] }, { username: 'x' }, { reason: 'login-refused' }],
    ['is an older one', { method: [4, 90] }, {}, { reason: 'not-socks5' }],
    ['is a web server', { method: [...Buffer.from('HTTP/1.1 400')] }, {}, { reason: 'not-socks5' }],
    ['does not allow it', { reply: [5, 2, 0, 1, 0, 0, 0, 0, 0, 0] }, {}, { reason: 'not-allowed', reply: 2 }],
    ['finds no host', { reply: [5, 4, 0, 1, 0, 0, 0, 0, 0, 0] }, {}, { reason: 'host-unreachable', reply: 4 }],
    ['is refused', { reply: [5, 5, 0, 1, 0, 0, 0, 0, 0, 0] }, {}, { reason: 'connection-refused', reply: 5 }],
    ['makes up a reply', { reply: [5, 77, 0, 1, 0, 0, 0, 0, 0, 0] }, {}, { reason: 'unknown-reply', reply: 77 }],
    ['makes up an address', { reply: [5, 0, 0, 9, 0, 0, 0, 0, 0, 0] }, {}, { reason: 'not-socks5' }],
    ['cannot be sent so long a user name', {}, { username: 'x'.repeat(256) }, { reason: 'login-too-long' }],
  ])('ends in PROXY_REFUSED when the proxy %s', async (_what, behaviour, changes, details) => {
    const asking = ask(behaviour, 'adc-1.example', changes);
    await expect(asking).rejects.toMatchObject({ code: 'PROXY_REFUSED', details });
    await expect(asking).rejects.toMatchObject({ details: { hop: `127.0.0.1:${proxy.hop.port}` } });
  });

  it('refuses a name that no request can hold', async () => {
    const details = { reason: 'name-too-long' };
    await expect(ask({}, 'x'.repeat(256))).rejects.toMatchObject({ code: 'PROXY_REFUSED', details });
  });

  it('blames the address when the proxy stays silent about it', async () => {
    const asking = ask({ reply: [] });
    await expect(asking).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT', details: { timeoutMs: 300 } });
    await expect(asking).rejects.toMatchObject({ details: { through: `127.0.0.1:${proxy.hop.port}` } });
  });

  it('blames a proxy that nobody runs', async () => {
    const asking = ask({}, 'adc-1.example', { port: 1 });
    await expect(asking).rejects.toMatchObject({
      code: 'JUMP_FAILED',
      details: { hop: '127.0.0.1:1', hopCode: 'CONNECT_REFUSED' },
    });
  });

  it.each([[false], [true]])('leaves the first words of the server in the stream (drip: %p)', async (drips) => {
    const server = await startAppliance({ methods: ['password'] });
    proxy = await startProxy({ reply: { port: server.port }, drips });
    const session = await openSession(targetOf(server, { host: 'adc-1.example', via: [proxy.hop] }), TEST_LIMITS);
    expect(session.hostKey.blob.equals(server.hostKey)).toBe(true);
    await session.close();
    await server.close();
  });

  it('loses the session when it dies under it', async () => {
    const server = await startAppliance();
    proxy = await startProxy({ reply: { port: server.port } });
    const session = await openSession(targetOf(server, { via: [proxy.hop] }), TEST_LIMITS);
    const lost = session.run('show');
    await proxy.close();
    await expect(lost).rejects.toMatchObject({ code: 'CONNECTION_LOST', details: { port: server.port } });
    await server.close();
  });
});
