import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { attemptLogin, probeTcp } from '../testing/ssh-attempt.js';
import { logIn } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';

const NAME = 'vpx-fra-01-1';
let simulator: SpecSimulator;
let place: { host: string; port: number };
let bystander: { host: string; port: number };

beforeAll(async () => {
  simulator = await startForSpec();
  place = { host: simulator.instanceAddress, port: simulator.port };
  bystander = { host: simulator.hostAddress, port: simulator.port };
});
afterEach(() => simulator.control('DELETE', '/faults'));
afterAll(() => simulator.close());

async function set(fault: object): Promise<void> {
  expect(await simulator.control('POST', `/appliances/${NAME}/faults`, fault)).toMatchObject({ status: 200 });
}

async function keyOf(where: { host: string; port: number }): Promise<string> {
  const login = await logIn(where);
  await login.close();
  return login.hostKey;
}

describe('cut', () => {
  it.each([
    ['accepted', 'connect', []],
    ['its version line', 'version-line', []],
    ['the key exchange began', 'key-exchange', []],
    ['the password came', 'login', ['handshake']],
    ['the login', 'after-login', ['handshake', 'ready']],
  ])('ends a connection right after %s, and the next one is whole', async (_when, at, reached) => {
    await set({ kind: 'cut', at, count: 1 });
    const attempt = attemptLogin(place);
    await attempt.closed;
    expect(attempt.events.filter((event) => !/^error|^close/.test(event))).toEqual(reached);
    await (await logIn(place)).close();
  });

  it.each([
    ['in order', false, 'end'],
    ['by a reset', true, 'ECONNRESET'],
  ])('ends %s', async (_how, reset, ending) => {
    await set({ kind: 'cut', at: 'version-line', reset });
    const probe = probeTcp(place);
    expect(await probe.over).toBe(ending);
    if (!reset) expect(probe.received().toString()).toBe('SSH-2.0-OpenSSH_8.1\r\n');
  });
});

describe('hang', () => {
  it.each([
    ['accepted', 'connect', []],
    ['its version line', 'version-line', []],
    ['the key exchange began', 'key-exchange', []],
    ['the password came', 'login', ['handshake']],
  ])('says nothing more after %s, while the next connection is served', async (_when, at, reached) => {
    await set({ kind: 'hang', at, count: 1 });
    const attempt = attemptLogin(place);
    await happened();
    await (await logIn(place)).close();
    expect(attempt.events).toEqual(reached);
    attempt.client.destroy();
    await attempt.closed;
  });

  it('answers no request after a login, and keeps nobody else waiting', async () => {
    await set({ kind: 'hang', at: 'after-login', count: 1 });
    const attempt = attemptLogin(place);
    await attempt.settled;
    const answered: unknown[] = [];
    attempt.client.exec('show ns version', (error, channel) => answered.push(error ?? channel));
    const next = await logIn(place);
    expect(await next.exec('show ns version')).toContain('NS13.1');
    await next.close();
    expect(answered).toEqual([]);
    attempt.client.destroy();
  });

  it('counts a client as gone when it gives up', async () => {
    await set({ kind: 'hang', at: 'after-login', count: 1 });
    const attempt = attemptLogin(place);
    await attempt.settled;
    attempt.client.destroy();
    await attempt.closed;
    for (;;) {
      const open = (await simulator.control('GET', '/stats')).body['totals'] as { sessionsOpen: number };
      if (open.sessionsOpen === 0) break;
    }
  });

  /** A counted fault that happened is gone from the list. */
  async function happened(): Promise<void> {
    for (;;) {
      const { body } = await simulator.control('GET', `/appliances/${NAME}/faults`);
      if ((body['faults'] as unknown[]).length === 0) return;
    }
  }
});

describe('refuse', () => {
  it('refuses TCP until it is cleared, and leaves open connections alone', async () => {
    const open = await logIn(place);
    await set({ kind: 'refuse' });
    expect(await probeTcp(place).over).toBe('ECONNREFUSED');
    expect(await open.exec('show ns version')).toContain('NS13.1');
    await open.close();
    expect((await simulator.control('DELETE', `/appliances/${NAME}/faults/refuse`)).body).toEqual({ cleared: 1 });
    await (await logIn(place)).close();
  });

  it('does not open an appliance that is down', async () => {
    await set({ kind: 'refuse' });
    await simulator.control('POST', `/appliances/${NAME}/down`, { down: true });
    await simulator.control('DELETE', `/appliances/${NAME}/faults`);
    expect(await probeTcp(place).over).toBe('ECONNREFUSED');
    await simulator.control('POST', `/appliances/${NAME}/down`, { down: false });
    await (await logIn(place)).close();
  });
});

describe('host-key', () => {
  it('shows a foreign key for as many connections as wanted, then its own again', async () => {
    const own = await keyOf(place);
    await set({ kind: 'host-key', count: 2 });
    const foreign = await keyOf(place);
    expect(foreign).not.toBe(own);
    expect(await keyOf(place)).toBe(foreign);
    expect(await keyOf(place)).toBe(own);
    expect(await keyOf(bystander)).not.toBe(foreign);
  });
});

describe('algorithms', () => {
  it('offers only what nobody speaks', async () => {
    await set({ kind: 'algorithms', offer: 'unknown' });
    const attempt = attemptLogin(place);
    await attempt.closed;
    expect(attempt.events).toEqual(['error: handshake', 'close']);
  });

  it('offers only legacy ones, which a client must allow', async () => {
    await set({ kind: 'algorithms', offer: 'legacy', count: 3 });
    const refusing = attemptLogin(place, {
      algorithms: { kex: ['curve25519-sha256'], serverHostKey: ['ssh-ed25519', 'rsa-sha2-256'] },
    });
    await refusing.closed;
    expect(refusing.events).toEqual(['error: handshake', 'close']);
    const keys = [];
    for (const cipher of ['aes128-cbc', '3des-cbc'] as const) {
      const allowing = attemptLogin(place, {
        algorithms: {
          kex: ['diffie-hellman-group14-sha1'],
          cipher: [cipher],
          hmac: ['hmac-sha1'],
          serverHostKey: ['ssh-rsa'],
        },
      });
      await allowing.settled;
      expect(allowing.events).toEqual(['handshake', 'ready']);
      keys.push(allowing.hostKey());
      allowing.client.end();
      await allowing.closed;
    }
    expect(keys[0]).toBe(keys[1]);
    expect(await keyOf(place)).not.toBe(keys[0]);
  });
});

describe('garbage instead of the version line', () => {
  it.each(['random', 'escapes', 'nul', 'invalid-utf8'])('sends %s and ends', async (content) => {
    await set({ kind: 'garbage', at: 'version-line', content, bytes: 3000 });
    const probe = probeTcp(place);
    expect(await probe.over).toBe('end');
    expect(probe.received()).toHaveLength(3000);
    const attempt = attemptLogin(place);
    await attempt.closed;
    expect(attempt.events).not.toContain('handshake');
  });
});

describe('a slow connection', () => {
  it.each<[string, object[]]>([
    ['drips', [{ kind: 'drip', bytesPerSecond: 200_000 }]],
    ['loses every piece', [{ kind: 'loss', percent: 100, stallMs: 5 }]],
    [
      'does both',
      [
        { kind: 'drip', bytesPerSecond: 200_000 },
        { kind: 'loss', percent: 10, stallMs: 5 },
      ],
    ],
  ])('that %s still says everything', async (_how, faults) => {
    const login = await logIn(place);
    const whole = await login.exec('show ns feature');
    await login.close();
    for (const fault of faults) await set(fault);
    const slow = await logIn(place);
    expect(await slow.exec('show ns feature')).toBe(whole);
    await slow.close();
  });
});

describe('one-login', () => {
  it('refuses a second login and keeps the first', async () => {
    await set({ kind: 'one-login', second: 'refused' });
    const first = attemptLogin(place);
    await first.settled;
    const second = attemptLogin(place);
    await second.closed;
    expect(first.events).toEqual(['handshake', 'ready']);
    first.client.end();
    await first.closed;
    await (await logIn(place)).close();
    const { body } = await simulator.control('GET', '/stats');
    expect(body['appliances']).toMatchObject({ [NAME]: { sessionsOpen: 0, sessionsMax: 2 } });
  });

  it('throws the first login out for a second', async () => {
    await set({ kind: 'one-login', second: 'throws-out' });
    const first = attemptLogin(place);
    await first.settled;
    const second = await logIn(place);
    await first.closed;
    expect(await second.exec('show ns version')).toContain('NS13.1');
    await second.close();
  });
});

describe('faults over the control interface', () => {
  it('are listed with how often they happened', async () => {
    await set({ kind: 'cut', at: 'connect', count: 5 });
    await probeTcp(place).over;
    const { body } = await simulator.control('GET', `/appliances/${NAME}/faults`);
    expect(body).toEqual({
      name: NAME,
      faults: [{ kind: 'cut', at: 'connect', bytes: 0, reset: false, count: 5, remaining: 4, happened: 1 }],
    });
  });

  it('are set on many at once and cleared from all', async () => {
    const given = { appliances: [NAME, 'sdx-fra-01'], fault: { kind: 'refuse' } };
    expect((await simulator.control('POST', '/faults', given)).body).toEqual({ appliances: 2 });
    expect(await probeTcp(bystander).over).toBe('ECONNREFUSED');
    expect((await simulator.control('POST', '/faults', { fault: { kind: 'refuse' } })).body).toEqual({ appliances: 5 });
    expect((await simulator.control('DELETE', '/faults')).body).toEqual({ cleared: 7 });
    await (await logIn(bystander)).close();
  });

  it.each([
    ['an unknown kind', 'POST', `/appliances/${NAME}/faults`, { kind: 'fire' }, 400],
    ['an unknown kind to clear', 'DELETE', `/appliances/${NAME}/faults/fire`, undefined, 400],
    ['an unknown appliance', 'POST', '/faults', { appliances: ['nobody'], fault: { kind: 'refuse' } }, 404],
    ['names that are none', 'POST', '/faults', { appliances: 'all', fault: { kind: 'refuse' } }, 400],
    ['no fault', 'POST', '/faults', {}, 400],
  ])('refuse %s with one sentence', async (_what, method, path, body, status) => {
    const answer = await simulator.control(method, path, body);
    expect(answer.status).toBe(status);
    expect(answer.body['error']).toMatch(/^.{10,400}\.$/);
  });
});
