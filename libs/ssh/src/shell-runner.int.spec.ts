import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerChannel } from 'ssh2';
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
  return openSession(targetOf(appliance, { channel: 'shell', enterCommandLine: 'cli' }), { ...TEST_LIMITS, ...limits });
}

const NOTICE = [
  '#'.repeat(79),
  '#                     CallHome has been enabled by default.                   #',
  '# This feature lets the appliance upload usage information by itself           #',
  '#'.repeat(79),
].join('\r\n');

/** Folds at the third column, as a terminal of 80 columns folds a long line. */
const folded = (line: string): string => line.replace(/^.{3}/, '$&\r\n');

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
    ['a prompt with blanks, hashes and the user', { prompt: (n) => `nsroot@ns#1 at 0${n}:15 > ` }],
    ['a window title', { prompt: () => '\x1b]0;ns-fra-01\x07ns> ' }],
    ['an echo folded at 80 columns', { prompt: () => 'ns-fra-01> ', echo: (line) => `${folded(line)}\r\n` }],
    ['an echo that is drawn again', { echo: (line) => `${line}\r\x1b[K> ${line}\r\n` }],
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

describe('a terminal in the way', () => {
  it.each([
    ['CRLF', 'a\r\nb\r\n'],
    ['CR CR LF', 'a\r\r\nb\r\r\n'],
    ['bare CR', 'a\rb\r'],
    ['NUL, bell and codes', '\x00a\x07\r\n\x1b[2J\x1b[31mb\x1b[0m\r\n'],
  ])('gives lines that end in %s', async (_what, output) => {
    const session = await open({ answer: () => output });
    await expect(session.run('show')).resolves.toBe('a\nb\n');
  });

  it('turns the pages of a pager', async () => {
    const pages = ['one\r\n', 'two\r\n', '  three\r\n Done\r\n'];
    const session = await open({ wipesPager: '\r        \r', answer: () => pages });
    for (const command of ['show a', 'show b']) {
      await expect(session.run(command)).resolves.toBe('one\ntwo\n  three\n Done\n');
    }
  });

  it('keeps a last line without an end', async () => {
    const session = await open({ prompt: () => 'ns> ', answer: (command) => `no end of ${command}` });
    for (const command of ['a', 'b']) await expect(session.run(command)).resolves.toBe(`no end of ${command}`);
  });

  it('waits 900 ms at a line that is the prompt', async () => {
    const session = await open({ pauseMs: 900, answer: (command) => [`${command}\r\n> `, 'quoted\r\n'] });
    for (const command of ['a', 'b']) await expect(session.run(command)).resolves.toBe(`${command}\n> quoted\n`);
  });

  it('makes do with a command line that ignores empty lines', async () => {
    const session = await open({ answersEmptyLines: false });
    await expect(session.run('a')).resolves.toBe('answer to a\n Done\n');
  }, 20_000);

  it('stays in a system shell where nothing is said to leave it', async () => {
    const shell = serveTerminal({ prompt: () => 'root@ns# ', answer: (command) => `sh: ${command}\r\n` });
    appliance = await startAppliance({ shell });
    const session = await openSession(targetOf(appliance, { channel: 'shell' }), TEST_LIMITS);
    await expect(session.run('uname')).resolves.toBe('sh: uname\n');
  });
});

describe('a shell that goes wrong', () => {
  it('is refused where the system shell cannot be left', async () => {
    const opening = open({ prompt: () => 'bash-3.2# ', answer: () => 'cli: not found\r\n' });
    await expect(opening).rejects.toMatchObject({
      code: 'CHANNEL_REFUSED',
      details: { awaiting: 'command-line' },
    });
  });

  it('is lost when it logs out for idleness between two commands', async () => {
    const channels: ServerChannel[] = [];
    const serve = serveTerminal({ prompt: () => '> ', answer: () => ' Done\r\n' });
    appliance = await startAppliance({ shell: (channel) => (channels.push(channel), serve(channel)) });
    const session = await openSession(targetOf(appliance, { channel: 'shell' }), TEST_LIMITS);
    await session.run('show ns');
    const [connection] = appliance.connected;
    if (connection === undefined) throw new Error('nobody is connected');
    channels.forEach((channel) => channel.end('\r\nSession timed out due to inactivity.\r\n'));
    await once(connection, 'close');
    await expect(session.run('show ns')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      details: { reason: 'said-goodbye' },
    });
  });

  it('is lost without a farewell when the terminal just ends', async () => {
    const session = await open({ answer: () => null, farewell: 'half an ans' });
    await expect(session.run('show')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      details: { reason: 'shell-ended' },
    });
  });

  it('is cut off at the line limit, which the error names', async () => {
    const session = await open({ answer: () => 'x\r\n'.repeat(1_001) }, { maxOutputLines: 1_000 });
    await expect(session.run('show')).rejects.toMatchObject({
      code: 'OUTPUT_TOO_LARGE',
      details: { bound: 'lines', maxOutputLines: 1_000 },
    });
  });

  it('is lost when it says farewell in the middle of a command', async () => {
    const session = await open({ answer: () => null });
    await expect(session.run('exit')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      details: { reason: 'said-goodbye' },
    });
  });

  it('is given up when no first prompt comes', async () => {
    await expect(open({ prompt: () => 'login: ' }, { commandTimeoutMs: 600 })).rejects.toMatchObject({
      code: 'COMMAND_TIMEOUT',
      details: { awaiting: 'first-prompt', timeoutMs: 600 },
    });
  });

  it('is given up when a command never ends', async () => {
    const session = await open({ prompt: (n) => (n < 2 ? '> ' : 'Continue? ') });
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
