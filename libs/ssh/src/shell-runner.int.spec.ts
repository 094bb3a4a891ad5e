import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppliance, type FakeAppliance } from './appliance-server.fake.js';
import { openSession } from './open-session.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshSession } from './ssh-session.js';
import type { SshLimits } from './ssh-target.js';
import { serveTerminal, type FakeTerminal } from './terminal.fake.js';

let appliance: FakeAppliance;
afterEach(() => appliance.close());

async function open(terminal: Partial<FakeTerminal>, limits: Partial<SshLimits> = {}): Promise<SshSession> {
  const shell = serveTerminal({
    prompt: () => '> ',
    answer: (command) => `answer to ${command}\r\n Done\r\n`,
    ...terminal,
  });
  appliance = await startAppliance({ shell });
  return openSession(targetOf(appliance, { channel: 'shell' }), { ...TEST_LIMITS, ...limits });
}

const NOTICE = [
  '#'.repeat(79),
  '#                     CallHome has been enabled by default.                   #',
  '# This feature lets the appliance upload usage information by itself           #',
  '#'.repeat(79),
].join('\r\n');

describe('run on a shell channel', () => {
  it.each<[string, Partial<FakeTerminal>]>([
    ['a bare prompt', {}],
    ['a prompt without a space', { prompt: () => '>' }],
    ['a prompt with a host name', { prompt: () => 'Decapolis-36> ' }],
    ['a prompt with user, state and time', { prompt: () => 'mturner@???-12:35> ' }],
    ['a prompt whose time moves on', { prompt: (n) => `lb-ns1 15:${16 + n}> ` }],
    ['a prompt with a history number', { prompt: (n) => `${98 + n} ns> ` }],
    ['a prompt in colour', { prompt: () => '\x1b[1;32mns>\x1b[0m \x1b[K' }],
    ['no echo', { echo: false }],
    ['a login notice framed in hashes', { greeting: `Last login: Fri Jun 12 07:29:14\r\n${NOTICE}\r\n\r\n Done\r\n` }],
    ['a notice that pauses after a hash', { greeting: [NOTICE, `\r\n${NOTICE}`, '\r\n Done\r\n'] }],
    ['a notice that pauses inside its frame', { greeting: ['####', '##\r\n# text', ' #\r\n Done\r\n'] }],
  ])('returns the answers over %s', async (_what, terminal) => {
    const session = await open(terminal);
    for (const command of ['show ns', 'show xen']) {
      await expect(session.run(command)).resolves.toBe(`answer to ${command}\n Done\n`);
    }
    await session.close();
  });

  it('learns a prompt that becomes another one', async () => {
    const session = await open({ prompt: (n) => (n < 2 ? 'Secondary:> ' : 'Primary:> ') });
    for (const command of ['a', 'b', 'c']) {
      await expect(session.run(command)).resolves.toBe(`answer to ${command}\n Done\n`);
    }
  });

  it('waits for output that pauses at something like a prompt', async () => {
    const session = await open({ prompt: () => 'ns> ', answer: () => ['<tag> ', 'text\r\n', 'more\r\n'] });
    await expect(session.run('show')).resolves.toBe('<tag> text\nmore\n');
  });

  it('enters the command line when the login lands in a system shell', async () => {
    let inCommandLine = false;
    const session = await open({
      prompt: () => (inCommandLine ? '> ' : 'bash-3.2# '),
      answer: (command) => {
        if (command !== 'cli') return inCommandLine ? 'from the command line\r\n' : 'sh: not found\r\n';
        inCommandLine = true;
        return '';
      },
    });
    await expect(session.run('show host')).resolves.toBe('from the command line\n');
  });

  it('keeps the answers of queued commands apart', async () => {
    const session = await open({});
    const answers = await Promise.all(['a', 'b', 'c'].map((command) => session.run(command)));
    expect(answers).toEqual(['a', 'b', 'c'].map((command) => `answer to ${command}\n Done\n`));
  });

  it('returns a long listing whole', async () => {
    const line = `${'column '.repeat(70)}\r\n`;
    const session = await open({ answer: () => line.repeat(4_000) });
    expect(await session.run('show all')).toBe(line.replace('\r', '').repeat(4_000));
  });
});

describe('a shell that goes wrong', () => {
  it('is lost when it says farewell in the middle of a command', async () => {
    const session = await open({ answer: () => null });
    await expect(session.run('exit')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      details: { reason: 'shell-ended' },
    });
  });

  it('is given up when no first prompt comes', async () => {
    await expect(open({ prompt: () => 'login: ' }, { commandTimeoutMs: 600 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
      details: { awaiting: 'first-prompt', timeoutMs: 600 },
    });
  });

  it('is given up when a command never ends', async () => {
    const session = await open({ prompt: (n) => (n === 0 ? '> ' : '--More--') });
    await expect(session.run('show all', { timeoutMs: 300 })).rejects.toMatchObject({ code: 'COMMAND_TIMEOUT' });
  });

  it('is cut off at the output limit', async () => {
    const session = await open({ answer: () => 'x'.repeat(2_000) }, { maxOutputBytes: 1_000 });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
  });

  it.each(['Enter new password:', 'New password: ', '(current) UNIX password: '])(
    'reports a forced password change asked by "%s"',
    async (prompt) => {
      const opening = open({ greeting: 'Please change the default password.\r\n', prompt: () => prompt });
      await expect(opening).rejects.toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED' });
    },
  );
});
