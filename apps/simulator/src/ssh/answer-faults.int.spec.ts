import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ClientChannel } from 'ssh2';
import { attemptLogin } from '../testing/ssh-attempt.js';
import { logIn, type SshLogin } from '../testing/ssh-login.js';
import { startForSpec, type SpecSimulator } from '../testing/start-for-spec.js';
import { garbageBytes } from './garbage.js';

const NAME = 'vpx-fra-01-1';
const COMMAND = 'show ns version';
let simulator: SpecSimulator;
let place: { host: string; port: number };
let whole: string;

beforeAll(async () => {
  simulator = await startForSpec();
  place = { host: simulator.instanceAddress, port: simulator.port };
  const login = await logIn(place);
  whole = await login.exec(COMMAND);
  await login.close();
});
afterEach(() => simulator.control('DELETE', '/faults'));
afterAll(() => simulator.close());

async function set(fault: object): Promise<void> {
  expect(await simulator.control('POST', `/appliances/${NAME}/faults`, fault)).toMatchObject({ status: 200 });
}

async function withLogin<T>(work: (login: SshLogin) => Promise<T>): Promise<T> {
  const login = await logIn(place);
  try {
    return await work(login);
  } finally {
    login.client.destroy();
  }
}

/** Bytes and ending of one exec, whatever becomes of it. */
interface ExecEnd {
  readonly channel: ClientChannel;
  readonly received: () => Buffer;
  /** Exit status; `null` when the connection was gone before one came. */
  readonly over: Promise<number | null>;
  readonly reached: (bytes: number) => Promise<void>;
}

function startExec(login: SshLogin, command = COMMAND): Promise<ExecEnd> {
  return new Promise((resolve, reject) => {
    login.client.exec(command, (error, channel) => {
      if (error) return reject(error);
      const chunks: Buffer[] = [];
      let status: number | null = null;
      const received = (): Buffer => Buffer.concat(chunks);
      const over = new Promise<number | null>((done) => channel.once('close', () => done(status)));
      channel.once('exit', (code: number) => (status = code));
      channel.on('data', (chunk: Buffer) => chunks.push(chunk));
      const reached = (bytes: number): Promise<void> =>
        new Promise((done) => {
          const check = (): void => {
            if (received().length >= bytes) done();
          };
          channel.on('data', check);
          check();
        });
      resolve({ channel, received, over, reached });
    });
  });
}

describe('an answer', () => {
  it.each([
    ['cut in the middle', { kind: 'cut', at: 'answer', bytes: 12 }, 12, null],
    ['cut before its first byte', { kind: 'cut', at: 'answer' }, 0, null],
    ['truncated, as if it were whole', { kind: 'truncated', bytes: 20 }, 20, 0],
  ])('is %s', async (_how, fault, bytes, status) => {
    await set({ ...fault, count: 1 });
    await withLogin(async (login) => {
      const exec = await startExec(login);
      expect(await exec.over).toBe(status);
      expect(exec.received().toString()).toBe(whole.slice(0, bytes));
    });
    expect(await withLogin((login) => login.exec(COMMAND))).toBe(whole);
  });

  it('hangs in the middle, while the next login is served', async () => {
    await set({ kind: 'hang', at: 'answer', bytes: 12, count: 1 });
    await withLogin(async (login) => {
      const exec = await startExec(login);
      await exec.reached(12);
      expect(await withLogin((other) => other.exec(COMMAND))).toBe(whole);
      expect(exec.received().toString()).toBe(whole.slice(0, 12));
    });
  });

  it.each(['random', 'escapes', 'nul', 'invalid-utf8'] as const)('is %s garbage', async (content) => {
    await set({ kind: 'garbage', content, bytes: 5000, count: 1 });
    await withLogin(async (login) => {
      const exec = await startExec(login);
      expect(await exec.over).toBe(0);
      expect(exec.received().equals(garbageBytes(content, 5000))).toBe(true);
      expect(await login.exec(COMMAND)).toBe(whole);
    });
  });

  it('is the one to another command', async () => {
    await set({ kind: 'other-answer', instead: 'show ns hardware', command: 'show ns version', count: 1 });
    await withLogin(async (login) => {
      const hardware = await login.exec('show ns hardware');
      expect(await login.exec(COMMAND)).toBe(hardware);
      expect(await login.exec(COMMAND)).toBe(whole);
    });
  });

  it('has 100 MB, which neither side has to hold', async () => {
    await set({ kind: 'flood' });
    await withLogin(async (login) => {
      const before = process.memoryUsage().rss;
      const bytes = await new Promise<number>((resolve, reject) => {
        login.client.exec(COMMAND, (error, channel) => {
          if (error) return reject(error);
          let sum = 0;
          channel.on('data', (chunk: Buffer) => (sum += chunk.length));
          channel.once('close', () => resolve(sum));
        });
      });
      expect(bytes).toBe(100_000_000);
      // Both sides live in this process; windows and buffers are a few megabytes, the answer is a hundred.
      expect(process.memoryUsage().rss - before).toBeLessThan(80_000_000);
    });
  });

  it('stops in the middle of 100 MB when the client leaves', async () => {
    await set({ kind: 'flood', count: 1 });
    await withLogin(async (login) => {
      const exec = await startExec(login);
      await exec.reached(1);
      login.client.destroy();
      await exec.over;
    });
    expect(await withLogin((login) => login.exec(COMMAND))).toBe(whole);
  });

  it('comes late when it is told to, with the wait of a login counted by itself', async () => {
    await set({ kind: 'latency', ms: 30, jitterMs: 10, command: COMMAND, count: 1 });
    await withLogin(async (login) => {
      const order: string[] = [];
      await Promise.all([
        login.exec(COMMAND).then(() => order.push('late')),
        login.exec('show ns hardware').then(() => order.push('prompt')),
      ]);
      expect(order).toEqual(['prompt', 'late']);
    });
  });

  it('is spoiled only where the fault says so', async () => {
    await set({ kind: 'truncated', bytes: 0, command: 'show callhome' });
    await withLogin(async (login) => {
      expect(await login.exec(COMMAND)).toBe(whole);
      expect(await login.exec('show callhome')).toBe('');
    });
  });
});

describe('a file transfer', () => {
  it.each([
    ['cut', { kind: 'cut', at: 'transfer', bytes: 100_000, count: 1 }],
    ['frozen', { kind: 'hang', at: 'transfer', bytes: 100_000, count: 1 }],
  ])('is %s at a byte', async (how, fault) => {
    await simulator.control('POST', `/appliances/${NAME}/bundle`, { bytes: 400_000 });
    const text = await withLogin((login) => login.exec('show techsupport -scope NODE'));
    const path = /points to ---> (\S+)/.exec(text)?.[1] ?? '';
    await set(fault);
    await withLogin(async (login) => {
      const sftp = await login.sftp();
      sftp.on('error', () => undefined);
      let bytes = 0;
      const stream = sftp.createReadStream(path, { highWaterMark: 32_768 });
      const failed = new Promise<void>((resolve) => stream.on('error', () => resolve()));
      const closed = new Promise<void>((resolve) => login.client.once('close', () => resolve()));
      const reached = new Promise<void>((resolve) => {
        stream.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes >= 100_000) resolve();
        });
      });
      await (how === 'cut' ? Promise.race([failed, closed]) : reached);
      expect(await withLogin((other) => other.exec(COMMAND))).toBe(whole);
      expect(bytes).toBeLessThanOrEqual(100_000);
    });
    const fetched = await withLogin(async (login) => {
      let bytes = 0;
      const sftp = await login.sftp();
      const stream = sftp.createReadStream(path);
      // Its handle may still be closing when the login ends.
      stream.on('error', () => undefined);
      for await (const chunk of stream as AsyncIterable<Buffer>) bytes += chunk.length;
      return bytes;
    });
    expect(fetched).toBeGreaterThan(100_000);
  });
});

describe('a channel', () => {
  it.each([
    ['exec', (login: SshLogin) => login.exec(COMMAND), (login: SshLogin) => login.shell('exit\r')],
    ['shell', (login: SshLogin) => login.shell('exit\r'), (login: SshLogin) => login.exec(COMMAND)],
    ['sftp', (login: SshLogin) => login.sftp(), (login: SshLogin) => login.exec(COMMAND)],
  ])('of the sort %s is refused, and the other sort is not', async (channel, refused, allowed) => {
    await set({ kind: 'refuse-channel', channel });
    await withLogin(async (login) => {
      await expect(refused(login)).rejects.toThrow(/^Unable to/);
      await allowed(login);
    });
  });

  it('has no terminal when that is refused', async () => {
    await set({ kind: 'refuse-channel', channel: 'terminal' });
    await withLogin(async (login) => {
      await expect(login.shell('exit\r')).rejects.toThrow('Unable to request a pseudo-terminal');
      expect(await login.exec(COMMAND)).toBe(whole);
    });
  });
});

describe('a terminal', () => {
  it('is closed with a goodbye when nobody types', async () => {
    await set({ kind: 'idle-timeout', afterMs: 30 });
    const text = await withLogin((login) => login.shell(`${COMMAND}\r`));
    expect(text).toMatch(/Done\r\n> (show ns version\r\n[^]*Done\r\n> )?Bye!\r\n$/);
  });

  it('wants a new password twice, again and again, and shows neither', async () => {
    await set({ kind: 'password-change', count: 1 });
    await simulator.control('DELETE', '/commands');
    const login = await logIn(place);
    const text = await login.shell('Secret-1\rSecret-1\r\u0004');
    await login.close();
    expect(text).toBe(
      [
        'Please change the default password.',
        'Enter new password: ',
        'Re-enter new password: ',
        'ERROR: The new password does not fit the password policy',
        'Enter new password: ',
      ].join('\r\n'),
    );
    const { body } = await simulator.control('GET', '/commands');
    expect(JSON.stringify(body)).not.toContain('Secret-1');
    expect(await withLogin((next) => next.exec(COMMAND))).toBe(whole);
  });

  it('wants it on an exec channel too, and waits there', async () => {
    await set({ kind: 'password-change', count: 1 });
    await withLogin(async (login) => {
      const exec = await startExec(login);
      const asked = 'Please change the default password.\nEnter new password: ';
      await exec.reached(asked.length);
      expect(await withLogin((other) => other.exec(COMMAND))).toBe(whole);
      expect(exec.received().toString()).toBe(asked);
    });
  });

  it('cuts, spoils and hangs there as on an exec channel', async () => {
    await set({ kind: 'cut', at: 'answer', bytes: 9, command: COMMAND });
    const text = await withLogin((login) => login.shell(`${COMMAND}\r`));
    expect(text.endsWith(`> ${COMMAND}\r\n${whole.slice(0, 9).replace('\n', '\r\n')}`)).toBe(true);
    const attempt = attemptLogin(place);
    await attempt.settled;
    expect(attempt.events).toEqual(['handshake', 'ready']);
    attempt.client.destroy();
  });
});
