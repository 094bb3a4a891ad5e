import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerChannel } from 'ssh2';
import { PASSWORD, startAppliance, type FakeAppliance, type FakeBehaviour } from './appliance-server.fake.js';
import { openSession } from './open-session.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshSession } from './ssh-session.js';
import type { SshTarget } from './ssh-target.js';
import { serveTerminal, type FakeTerminal } from './terminal.fake.js';

let appliance: FakeAppliance;
afterEach(() => appliance.close());

async function open(behaviour: FakeBehaviour, changes: Partial<SshTarget> = {}): Promise<SshSession> {
  appliance = await startAppliance(behaviour);
  return openSession(targetOf(appliance, changes), TEST_LIMITS);
}

const openTerminal = (terminal: Partial<FakeTerminal>): Promise<SshSession> =>
  open(
    { shell: serveTerminal({ prompt: () => '> ', answer: () => ' Done\r\n', ...terminal }) },
    { channel: 'shell', enterCommandLine: 'cli' },
  );

const exec =
  (text: string, exitCode: number) =>
  (_command: string, channel: ServerChannel): void => {
    channel.write(text);
    channel.exit(exitCode);
    channel.end();
  };

const NOTICE = `${'#'.repeat(79)}\r\n#        WARNING: authorized users only >        #\r\n${'#'.repeat(79)}\r\n`;
const RPC_WARNING =
  'Warning: One or more RPC nodes are configured with default passwords. For enhanced security, you must change the default RPC node password.';

describe('traps of the appliance command line', () => {
  it.each([
    ['the Done of the login', { greeting: 'Last login: Fri Jun 12\r\n Done\r\n', answer: () => 'a\r\n Done\r\n' }],
    ['output without a Done', { answer: () => 'ERROR: No such command\r\n' }],
    ['a legend after Done', { answer: () => 'a\r\n Done\r\n *: Local node\r\n' }],
  ])('1: an answer ends at the prompt, whatever Done says (%s)', async (_which, terminal) => {
    const session = await openTerminal(terminal);
    const printed = terminal.answer().replaceAll('\r', '');
    await expect(session.run('show cluster node')).resolves.toBe(printed);
    await expect(session.run('show ha node')).resolves.toBe(printed);
  });

  it('2: a hash is no prompt, neither in banners nor before labels of statistics', async () => {
    const session = await openTerminal({
      greeting: [NOTICE, `${NOTICE}#`, ' text #', '\r\n Done\r\n'],
      answer: () => ['# SSL cards present ', '               4\r\n# SSL cards UP #', '  4\r\n Done\r\n'],
    });
    await expect(session.run('stat ssl')).resolves.toBe(
      '# SSL cards present                4\n# SSL cards UP #  4\n Done\n',
    );
  });

  it('3: a prompt may hold time, user, node state and blanks, and another one every time', async () => {
    const states = ['Primary', 'Secondary'];
    const session = await openTerminal({ prompt: (n) => `${n} nsroot@ns 0${n}:59 ${states[n >> 1] ?? 'UNKNOWN'}> ` });
    await expect(session.run('show ns version')).resolves.toBe(' Done\n');
    await expect(session.run('show ha node')).resolves.toBe(' Done\n');
  });

  it.each([0, 1, 255])('4: exit status %i says nothing, the text is returned', async (exitCode) => {
    const session = await open({ exec: exec('ERROR: No such command\n', exitCode) });
    await expect(session.run('uname')).resolves.toBe('ERROR: No such command\n');
  });

  it.each(['Warning: reboot needed', 'WARNING: reboot needed', '[WARNING]:Force Failover', RPC_WARNING])(
    '5: "%s" is neither a failure nor a demand for a new password',
    async (warning) => {
      const session = await open({ exec: exec(`${warning}\n\tNetScaler NS13.1\n Done\n`, 0) });
      await expect(session.run('show ns version')).resolves.toBe(`${warning}\n\tNetScaler NS13.1\n Done\n`);
    },
  );

  it('21: a pager does not hang the session, and the terminal is wide enough for every row', async () => {
    const row = `${'column '.repeat(60)}\r\n`;
    const session = await openTerminal({ wipesPager: '\r\x1b[K', answer: () => [row, row, ' Done\r\n'] });
    await expect(session.run('show callhome')).resolves.toBe(`${row}${row} Done\r\n`.replaceAll('\r', ''));
    expect(appliance.terminals).toEqual([{ columns: 512, rows: 10_000 }]);
  });

  it('27: the dialog of a forced password change is not answered, though it ends in "assword:"', async () => {
    const typed: string[] = [];
    const shell = (channel: ServerChannel): void => {
      channel.on('data', (text: Buffer) => typed.push(text.toString()));
      channel.write('Please change the default password.\r\nEnter new password:');
    };
    await expect(open({ shell }, { channel: 'shell' })).rejects.toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED' });
    await appliance.close();
    await expect(open({ furtherRounds: [['Old password:']] })).rejects.toMatchObject({
      code: 'PASSWORD_CHANGE_REQUIRED',
    });
    expect([typed, appliance.answers]).toEqual([[], [[PASSWORD]]]);
  });

  it('28: a session the appliance closes for idleness is lost, and a new one may be tried', async () => {
    const session = await openTerminal({
      answer: () => null,
      farewell: 'Session timed out due to inactivity\r\nBye!\r\n',
    });
    await expect(session.run('show ns version')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      retryable: true,
      details: { reason: 'said-goodbye' },
    });
  });
});

describe('traps of the Management Service command line', () => {
  it('10: its prompt is stored on the host, so it is learnt and never set', async () => {
    const commands: string[] = [];
    const session = await openTerminal({
      prompt: (n) => `svm-fra-01 15:${10 + n} ${n}> `,
      answer: (command) => (commands.push(command), ' Done\r\n'),
    });
    await expect(session.run('show host')).resolves.toBe(' Done\n');
    expect(commands).toEqual(['show host']);
  });

  it('11: a login that lands in a system shell enters the command line, and one that does not stays there', async () => {
    let prompt = 'bash-3.2# ';
    const commands: string[] = [];
    const answer = (command: string): string => {
      commands.push(command);
      if (command === 'cli') prompt = '> ';
      return command === 'cli' ? '' : ' Done\r\n';
    };
    const session = await openTerminal({ prompt: () => prompt, answer });
    await session.run('show host');
    await session.close();
    await appliance.close();
    await (await openTerminal({ prompt: () => prompt, answer })).run('show ns');
    expect(commands).toEqual(['cli', 'show host', 'show ns']);
  });

  it('25: a resource that a model lacks is answered with the whole text, not with a failure', async () => {
    const session = await openTerminal({ answer: () => 'ERROR: No such resource [raidLogicalDrive]\r\n' });
    await expect(session.run('show raidLogicalDrive')).resolves.toBe('ERROR: No such resource [raidLogicalDrive]\n');
  });
});
