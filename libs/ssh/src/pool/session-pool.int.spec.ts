import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppliance, type FakeAppliance, type FakeBehaviour } from '../appliance-server.fake.js';
import { Secret } from '../secret.js';
import { TEST_LIMITS, targetOf } from '../session-under-test.fake.js';
import type { SshSession } from '../ssh-session.js';
import type { PoolLimits } from './pool-limits.js';
import { SessionPool } from './session-pool.js';
import type { ClaimSession, SessionUse } from './session-use.js';
import { startMuteServer, startSilentAddress } from './dead-address.fake.js';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

const never = new AbortController().signal;
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const until = async (happened: () => boolean): Promise<void> => {
  while (!happened()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const show = (session: SshSession): Promise<string> => session.run('show');

async function appliance(behaviour: FakeBehaviour = {}): Promise<FakeAppliance> {
  const fake = await startAppliance({
    exec: (command, channel) => {
      channel.write(`${command} done\n`);
      channel.exit(0);
      channel.end();
    },
    ...behaviour,
  });
  closing.push(() => fake.close());
  return fake;
}

function pool(changes: Partial<PoolLimits> = {}, claim?: ClaimSession): SessionPool {
  const limits = { maxSessions: 10, maxSessionsPerSite: null, maxDials: 10, maxIdle: 10, idleMs: 60_000, ...changes };
  const made = new SessionPool(limits, claim);
  closing.push(() => made.close());
  return made;
}

const useOf = (server: FakeAppliance, changes: Partial<SessionUse> = {}): SessionUse => ({
  key: `${server.port}:1`,
  site: null,
  exclusive: false,
  suspect: false,
  target: targetOf(server),
  limits: TEST_LIMITS,
  ...changes,
});

/** Logins that got as far as an answer to a question. */
const loginsOf = ({ logins }: FakeAppliance): number => logins.filter(({ secret }) => secret !== null).length;

describe('reuse', () => {
  it('serves the next use of a key with the session that is open', async () => {
    const [server, sessions] = [await appliance(), pool()];
    for (let turn = 0; turn < 3; turn++)
      await expect(sessions.use(useOf(server), never, show)).resolves.toBe('show done\n');
    expect([loginsOf(server), server.connected.size]).toEqual([1, 1]);
    expect(sessions.counts).toEqual({ open: 1, idle: 1, inUse: 0, dialling: 0, waiting: 0, reused: 2, opened: 1 });
  });

  it('opens another session for another key', async () => {
    const [server, sessions] = [await appliance(), pool()];
    await sessions.use(useOf(server), never, show);
    await sessions.use(useOf(server, { key: `${server.port}:2` }), never, show);
    expect([loginsOf(server), sessions.counts.opened]).toEqual([2, 2]);
  });

  it('queues the uses of one key in their order, one session for all', async () => {
    const [server, sessions] = [await appliance(), pool()];
    const order: string[] = [];
    const names = ['first', 'second', 'third'];
    await Promise.all(
      names.map((name) =>
        sessions.use(useOf(server), never, async (session) => {
          order.push(`${name} begins`);
          await session.run(name);
          order.push(`${name} ends`);
        }),
      ),
    );
    expect(order).toEqual(names.flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect([loginsOf(server), server.commands]).toEqual([1, names]);
  });

  it('keeps a session over an error of the work that left it usable', async () => {
    const [server, sessions] = [await appliance(), pool()];
    const failing = sessions.use(useOf(server), never, (session) => session.run('two\nlines'));
    await expect(failing).rejects.toMatchObject({ code: 'COMMAND_INVALID' });
    await sessions.use(useOf(server), never, show);
    expect(loginsOf(server)).toBe(1);
  });

  it('drops a session over an error that ended it', async () => {
    const server = await appliance();
    const sessions = pool();
    const limits = { ...TEST_LIMITS, maxOutputBytes: 3 };
    await expect(sessions.use(useOf(server, { limits }), never, show)).rejects.toMatchObject({
      code: 'OUTPUT_TOO_LARGE',
    });
    expect(sessions.counts).toMatchObject({ open: 0, idle: 0 });
    await sessions.use(useOf(server), never, show);
    expect(loginsOf(server)).toBe(2);
  });

  it('closes the least recently used session when there are too many', async () => {
    const [first, second, third] = [await appliance(), await appliance(), await appliance()];
    const sessions = pool({ maxIdle: 2 });
    for (const server of [first, second, first, third]) await sessions.use(useOf(server), never, show);
    await until(() => second.connected.size === 0);
    expect([first.connected.size, third.connected.size, sessions.counts.idle]).toEqual([1, 1, 2]);
  });

  it('rather closes a session after its use than one that somebody waits for', async () => {
    const servers = [await appliance(), await appliance(), await appliance()];
    const sessions = pool({ maxIdle: 1, maxSessions: 1 });
    const [kept, ...others] = servers as [FakeAppliance, ...FakeAppliance[]];
    await sessions.use(useOf(kept), never, show);
    await Promise.all([...others, kept].map((server) => sessions.use(useOf(server), never, show)));
    expect([loginsOf(kept), sessions.counts.reused]).toEqual([1, 1]);
  });

  it('closes a session that has rested for long enough', async () => {
    const [server, sessions] = [await appliance(), pool({ idleMs: 30 })];
    await sessions.use(useOf(server), never, show);
    await until(() => server.connected.size === 0);
    expect(sessions.counts).toMatchObject({ open: 0, idle: 0 });
  });

  it('forgets a session the server has ended, and opens a new one', async () => {
    const [server, sessions] = [await appliance(), pool()];
    await sessions.use(useOf(server), never, show);
    server.kill();
    await until(() => sessions.counts.idle === 0);
    await expect(sessions.use(useOf(server), never, show)).resolves.toBe('show done\n');
    expect(sessions.counts).toMatchObject({ open: 1, reused: 0, opened: 2 });
  });

  it.each<[string, number, string]>([
    ['begins anew, once, on a new session where nothing was answered yet', 1, 'fulfilled'],
    ['does not begin anew where something was answered', 2, 'rejected'],
  ])('of a session that turns out to be dead %s', async (_what, deadly, outcome) => {
    let commands = 0;
    const server = await appliance({
      exec: (command, channel) => {
        commands += 1;
        if (commands === 1 + deadly) return server.kill();
        channel.write(`${command} done\n`);
        channel.exit(0);
        channel.end();
      },
    });
    const sessions = pool();
    await sessions.use(useOf(server), never, show);
    const [settledUse] = await Promise.allSettled([
      sessions.use(useOf(server), never, async (session) => {
        await session.run('first');
        await session.run('second');
      }),
    ]);
    expect(settledUse?.status).toBe(outcome);
    expect(sessions.counts.opened).toBe(outcome === 'fulfilled' ? 2 : 1);
  });
});

describe('limits', () => {
  it('has no more sessions at work than allowed, in all and per site, idle ones aside', async () => {
    const servers = await Promise.all(Array.from({ length: 6 }, () => appliance()));
    const sessions = pool({ maxSessions: 3, maxSessionsPerSite: 1 });
    const atWork = new Map<string | null, number>();
    const seen: number[][] = [];
    await Promise.all(
      servers.map((server, index) => {
        const site = index < 4 ? 'a' : null;
        return sessions.use(useOf(server, { site }), never, async (session) => {
          atWork.set(site, (atWork.get(site) ?? 0) + 1);
          seen.push([sessions.counts.inUse, atWork.get('a') ?? 0]);
          await show(session);
          atWork.set(site, (atWork.get(site) ?? 0) - 1);
        });
      }),
    );
    expect(seen.filter(([all = 0, ofSite = 0]) => all > 3 || ofSite > 1)).toEqual([]);
    expect(sessions.counts).toMatchObject({ open: 6, idle: 6, inUse: 0 });
  });

  it('spends no session on addresses nobody answers at', async () => {
    const [server, dead] = [await appliance(), await startSilentAddress()];
    closing.push(dead.close);
    const sessions = pool({ maxSessions: 1, maxDials: 6 });
    const cancel = new AbortController();
    const target = { ...targetOf(server), port: dead.port };
    const lost = Array.from({ length: 5 }, (_, index) =>
      sessions.use(useOf(server, { key: `dead ${index}`, target }), cancel.signal, show),
    );
    await until(() => sessions.counts.dialling === 5);
    await expect(sessions.use(useOf(server), never, show)).resolves.toBe('show done\n');
    expect(sessions.counts).toMatchObject({ dialling: 5, inUse: 0, idle: 1 });
    const cancelled = lost.map((one) => expect(one).rejects.toMatchObject({ code: 'CANCELLED' }));
    cancel.abort();
    await Promise.all(cancelled);
    expect(sessions.counts).toMatchObject({ dialling: 0, waiting: 0 });
  });

  it('lets 200 that do not answer hold up none of 20 that do', async () => {
    const [server, mute] = [await appliance(), await startMuteServer()];
    closing.push(mute.close);
    const sessions = pool({ maxSessions: 8, maxDials: 32 });
    const cancel = new AbortController();
    const order: string[] = [];
    const lost = Array.from({ length: 200 }, (_, index) => {
      const target = { ...targetOf(server), port: mute.port };
      const use = useOf(server, {
        key: `mute ${index}`,
        target,
        suspect: true,
        limits: { ...TEST_LIMITS, connectTimeoutMs: 60_000 },
      });
      return sessions.use(use, cancel.signal, show).catch(() => order.push('dead'));
    });
    await until(() => sessions.counts.inUse === 4);
    const living = Array.from({ length: 20 }, (_, index) =>
      sessions.use(useOf(server, { key: `living ${index}` }), never, show).then(() => order.push('living')),
    );
    await Promise.all(living);
    expect(order).toEqual(Array<string>(20).fill('living'));
    expect(sessions.counts.inUse).toBe(4);
    cancel.abort();
    await Promise.all(lost);
    expect(sessions.counts).toMatchObject({ inUse: 0, dialling: 0, waiting: 0 });
  });

  it('bounds one use by the total deadline, rest between uses left out', async () => {
    const server = await appliance({
      exec: (command, channel) => {
        if (command === 'hang') return;
        channel.exit(0);
        channel.end();
      },
    });
    const sessions = pool();
    const limits = { ...TEST_LIMITS, sessionTimeoutMs: 400 };
    await sessions.use(useOf(server, { limits }), never, show);
    await new Promise((resolve) => setTimeout(resolve, 500));
    await sessions.use(useOf(server, { limits }), never, show);
    expect(sessions.counts.reused).toBe(1);
    const hanging = sessions.use(useOf(server, { limits }), never, (session) => session.run('hang'));
    await expect(hanging).rejects.toMatchObject({ code: 'SESSION_TIMEOUT', details: { timeoutMs: 400 } });
    expect(sessions.counts).toMatchObject({ open: 0, inUse: 0 });
  });
});

describe('a refused login', () => {
  it('is not repeated for the uses that wait behind it', async () => {
    const [server, sessions] = [await appliance(), pool()];
    const target = targetOf(server, { login: { kind: 'password', password: new Secret('wrong') } });
    const uses = Array.from({ length: 5 }, () => sessions.use(useOf(server, { target }), never, show));
    await Promise.all(uses.map((one) => expect(one).rejects.toMatchObject({ code: 'AUTH_FAILED' })));
    expect(loginsOf(server)).toBe(1);
    expect(sessions.counts).toMatchObject({ open: 0, inUse: 0, waiting: 0 });
  });

  it('is tried again for a use that comes later, and other failures are not passed on', async () => {
    const [server, sessions] = [await appliance(), pool()];
    const wary = useOf(server, { target: targetOf(server, { trust: () => 'changed' }) });
    const [first, second] = await Promise.allSettled([
      sessions.use(wary, never, show),
      sessions.use(useOf(server), never, show),
    ]);
    expect([first?.status, second?.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('an exclusive session', () => {
  /** Claims as a database would grant them: one holder of a key, the others in a queue. */
  function registry(): { claim: ClaimSession; log: string[]; held: Set<string> } {
    const [log, held]: [string[], Set<string>] = [[], new Set()];
    const claim: ClaimSession = async (key) => {
      log.push('asked');
      await until(() => !held.has(key));
      held.add(key);
      log.push('claimed');
      return async () => {
        await settled();
        held.delete(key);
        log.push('given back');
      };
    };
    return { claim, log, held };
  }

  it('is claimed before its login, once for all uses, and given back after it is closed', async () => {
    const server = await appliance();
    const { claim, log } = registry();
    let kept: SshSession | undefined;
    const sessions = pool({}, async (key) => {
      log.push(`after ${server.logins.length} logins`);
      const unclaim = await claim(key);
      return async () => {
        await expect(kept?.run('show')).rejects.toMatchObject({ details: { reason: 'closed' } });
        return unclaim();
      };
    });
    const use = useOf(server, { exclusive: true });
    await sessions.use(use, never, show);
    await sessions.use(use, never, (session) => show((kept = session)));
    expect(log).toEqual(['after 0 logins', 'asked', 'claimed']);
    await sessions.yieldIdle(use.key);
    expect(log).toEqual(['after 0 logins', 'asked', 'claimed', 'given back']);
  });

  it('moves between two processes that yield it to each other', async () => {
    const server = await appliance();
    const { claim, log } = registry();
    const others: SessionPool[] = [];
    const asking: ClaimSession = (key) => {
      for (const other of others) void other.yieldIdle(key);
      return claim(key);
    };
    others.push(pool({}, asking), pool({}, asking));
    let most = 0;
    const use = useOf(server, { exclusive: true });
    for (let turn = 0; turn < 6; turn++) {
      await others[turn % 2]?.use(use, never, async (session) => {
        most = Math.max(most, server.connected.size);
        await show(session);
      });
    }
    expect([most, log.filter((line) => line === 'claimed').length]).toEqual([1, 6]);
  });

  it('is closed after its use when it is wanted elsewhere meanwhile', async () => {
    const server = await appliance();
    const { claim, held } = registry();
    const sessions = pool({}, claim);
    const use = useOf(server, { exclusive: true });
    await sessions.use(use, never, async (session) => {
      await sessions.yieldIdle(use.key);
      await show(session);
    });
    expect([held.size, sessions.counts.open]).toEqual([0, 0]);
  });

  it('gives its claim back when the login fails, and when the use is cancelled before it is granted', async () => {
    const server = await appliance();
    const { claim, held, log } = registry();
    const sessions = pool({}, claim);
    const target = targetOf(server, { trust: () => 'changed' });
    const use = useOf(server, { exclusive: true, target });
    await expect(sessions.use(use, never, show)).rejects.toMatchObject({ code: 'HOST_KEY_CHANGED' });
    expect(held.size).toBe(0);
    held.add(use.key);
    const cancel = new AbortController();
    const waiting = sessions.use(use, cancel.signal, show);
    await until(() => log.length === 4);
    cancel.abort();
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
    held.delete(use.key);
    await until(() => log.filter((line) => line === 'given back').length === 2);
    expect(held.size).toBe(0);
  });
});

describe('ending', () => {
  it('evicts all sessions whose key begins so, and no other', async () => {
    const [server, sessions] = [await appliance(), pool()];
    for (const key of ['adc-1:a', 'adc-1:b', 'adc-2:a']) await sessions.use(useOf(server, { key }), never, show);
    await sessions.evict('adc-1:');
    await until(() => server.connected.size === 1);
    expect(sessions.counts).toMatchObject({ open: 1, idle: 1 });
  });

  it('cancels one use and ends its session, but neither the use before nor the one behind', async () => {
    const server = await appliance({
      exec: (command, channel) => {
        if (command === 'hang') return;
        channel.exit(0);
        channel.end();
      },
    });
    const sessions = pool();
    const [early, hanging, waiting] = [new AbortController(), new AbortController(), new AbortController()];
    await sessions.use(useOf(server), early.signal, show);
    early.abort();
    const hangs = sessions.use(useOf(server), hanging.signal, (session) => session.run('hang'));
    const gone = sessions.use(useOf(server), waiting.signal, show);
    const next = sessions.use(useOf(server), never, show);
    waiting.abort();
    await expect(gone).rejects.toMatchObject({ code: 'CANCELLED' });
    await until(() => server.commands.includes('hang'));
    expect(sessions.counts.reused).toBe(1);
    hanging.abort();
    await expect(hangs).rejects.toMatchObject({ code: 'CANCELLED' });
    await expect(next).resolves.toBe('');
  });

  it('cancels everything at once and leaves no session', async () => {
    const server = await appliance({ exec: () => undefined });
    const sessions = pool({ maxSessions: 2 });
    const keys = ['a', 'b', 'c', 'd', 'd'];
    const uses = keys.map((key) => sessions.use(useOf(server, { key }), never, show));
    await until(() => server.commands.length === 2);
    await Promise.all([
      ...uses.map((one) => expect(one).rejects.toMatchObject({ code: 'CANCELLED' })),
      sessions.close(),
    ]);
    await until(() => server.connected.size === 0);
    expect(sessions.counts).toMatchObject({ open: 0, idle: 0, inUse: 0, dialling: 0, waiting: 0 });
    await expect(sessions.use(useOf(server), never, show)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
