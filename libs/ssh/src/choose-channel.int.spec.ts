import { afterEach, describe, expect, it } from '@jest/globals';
import type { ServerChannel } from 'ssh2';
import { startAppliance, type FakeAppliance, type FakeBehaviour } from './appliance-server.fake.js';
import { openSession } from './open-session.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshSession } from './ssh-session.js';
import type { SshTarget } from './ssh-target.js';
import { serveTerminal } from './terminal.fake.js';

let appliance: FakeAppliance;
afterEach(() => appliance.close());

const shell = serveTerminal({ prompt: () => '> ', answer: (command) => `terminal: ${command}\r\n` });
const print =
  (text: string) =>
  (_command: string, channel: ServerChannel): void => {
    channel.write(text);
    channel.exit(0);
    channel.end();
  };

async function open(behaviour: FakeBehaviour, changes: Partial<SshTarget> = {}): Promise<SshSession> {
  appliance = await startAppliance({ shell, ...behaviour });
  const target = targetOf(appliance, { channel: 'auto', probe: 'show ns version', ...changes });
  return openSession(target, { ...TEST_LIMITS, commandTimeoutMs: 2_000 });
}

const loginsIn = (): number => appliance.logins.filter(({ secret }) => secret !== null).length;

describe('the channel chosen by probing', () => {
  it.each<[string, FakeBehaviour['exec'] & object]>([
    ['answers', print('\tNetScaler NS13.1: Build 53.17.nc\n Done\n')],
    ['answers after a notice', print(`${'#'.repeat(79)}\n# CallHome #\n${'#'.repeat(79)}\nNetScaler NS13.1\n Done\n`)],
    ['answers with an error', print('ERROR: No such command\n')],
  ])('is exec where it %s', async (_what, exec) => {
    const session = await open({ exec });
    await session.run('show ns hardware');
    expect([session.channel, appliance.commands, loginsIn()]).toEqual([
      'exec',
      ['show ns version', 'show ns hardware'],
      1,
    ]);
  });

  it.each<[string, FakeBehaviour]>([
    ['is refused', { refuseExec: true }],
    ['closes without a word', { exec: (_command, channel) => channel.close() }],
    ['says nothing', { exec: () => undefined }],
    ['prints nothing but a notice', { exec: print(`${'#'.repeat(79)}\n#  WARNING  #\n${'#'.repeat(79)}\n`) }],
    ['prints nothing but the last login', { exec: print('Last login: Fri Jun 12 07:29:14 2015 from 10.0.0.5\n\n') }],
    ['starts a command line instead', { exec: (_command, channel) => channel.write('Welcome\r\n> ') }],
    ['ends at a prompt', { exec: print('Welcome\r\n> ') }],
    ['is killed', { exec: (_command, channel) => (channel.exit('KILL'), channel.end()) }],
  ])('is a shell on the same login where exec %s', async (_what, behaviour) => {
    const session = await open(behaviour);
    await expect(session.run('show ns')).resolves.toBe('terminal: show ns\n');
    expect([session.channel, loginsIn()]).toEqual(['shell', 1]);
  });

  it.each<[string, FakeBehaviour]>([
    ['hangs up over exec', { exec: () => appliance.kill() }],
    ['opens no second channel', { exec: () => undefined, mostChannels: 1 }],
  ])('is a shell on a second login where the server %s', async (_what, behaviour) => {
    const session = await open(behaviour);
    await expect(session.run('show ns')).resolves.toBe('terminal: show ns\n');
    expect([session.channel, loginsIn()]).toEqual(['shell', 2]);
  });

  it('is a shell where there is no probe', async () => {
    appliance = await startAppliance({ shell });
    const session = await openSession(targetOf(appliance, { channel: 'auto' }), TEST_LIMITS);
    expect([session.channel, appliance.commands]).toEqual(['shell', []]);
  });

  it('is none where a new password is demanded', async () => {
    const opening = open({ exec: (_command, channel) => channel.write('Enter new password:') });
    await expect(opening).rejects.toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED' });
    expect(loginsIn()).toBe(1);
  });

  it.each([{ probe: 'show\nreboot' }, { enterCommandLine: 'cli\r' }])('is not looked for with %j', async (lines) => {
    await expect(open({}, lines)).rejects.toMatchObject({ code: 'COMMAND_INVALID' });
    expect(appliance.connected.size).toBe(0);
  });
});
