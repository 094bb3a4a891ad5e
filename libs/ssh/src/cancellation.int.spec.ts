import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { ServerChannel } from 'ssh2';
import { startAppliance, type FakeAppliance, type FakeBehaviour } from './appliance-server.fake.js';
import { openSession } from './open-session.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshSession } from './ssh-session.js';
import type { SshTarget } from './ssh-target.js';

type Work = (session: SshSession, abort: () => void) => Promise<unknown>;

/** A command line that answers empty lines only. */
const shell = (channel: ServerChannel): void => {
  channel.write('> ');
  channel.on('data', (typed: Buffer) => typed.toString() === '\r' && channel.write('\r\n> '));
};
const inShell = { channel: 'shell' } as const;

/** Sockets and timers of the process that are not done yet. */
function openHandles(): string[] {
  return process.getActiveResourcesInfo().filter((kind) => /TCP|Timeout|GetAddrInfo/.test(kind));
}

/** Those that there are more of than before, once whatever else ends by itself had time to. */
async function leftOver(before: readonly string[]): Promise<string[]> {
  let more: string[] = [];
  for (let tries = 0; tries < 50; tries += 1) {
    const known = [...before];
    more = openHandles().filter((kind) => {
      const at = known.indexOf(kind);
      if (at >= 0) known.splice(at, 1);
      return at < 0;
    });
    if (more.length === 0) break;
    await pause(50);
  }
  return more;
}

describe('cancellation', () => {
  it.each<[string, FakeBehaviour, Partial<SshTarget>, Work | 'at-once' | number]>([
    ['before connecting', {}, {}, 'at-once'],
    ['while connecting', {}, {}, 0],
    ['while the login waits', { silentLogin: true }, {}, 60],
    ['while a shell has no prompt', { shell: () => undefined }, inShell, 200],
    ['while the first prompt is tried', { shell }, inShell, 200],
    ['while a probe hangs', { exec: () => undefined }, { channel: 'auto', probe: 'show ns version' }, 200],
    ['during a command on exec', { exec: () => undefined }, {}, (session, abort) => during(session.run('hang'), abort)],
    ['during a command on a shell', { shell }, inShell, (session, abort) => during(session.run('hang'), abort)],
    [
      'during a transfer',
      {},
      {},
      async (session, abort) => {
        const { stream } = await session.fetch('/f');
        for await (const chunk of stream) if ((chunk as Buffer).length > 0) abort();
      },
    ],
    ['between two commands', { shell }, inShell, (session, abort) => (abort(), session.run('show'))],
  ])('%s ends with CANCELLED and leaves no socket and no timer', async (_when, behaviour, changes, work) => {
    const before = openHandles();
    const appliance: FakeAppliance = await startAppliance(behaviour);
    appliance.files.set('/f', Buffer.alloc(5 * 1024 * 1024));
    const stop = new AbortController();
    const abort = (): void => stop.abort();
    if (work === 'at-once') abort();
    if (typeof work === 'number') setTimeout(abort, work);
    const whole = (async () => {
      const session = await openSession(targetOf(appliance, changes), TEST_LIMITS, stop.signal);
      return typeof work === 'function' ? work(session, abort) : session.run('never sent');
    })();
    await expect(whole).rejects.toMatchObject({ code: 'CANCELLED' });
    await appliance.close();
    expect(await leftOver(before)).toEqual([]);
  });
});

function during(running: Promise<unknown>, abort: () => void): Promise<unknown> {
  setTimeout(abort, 50);
  return running;
}
