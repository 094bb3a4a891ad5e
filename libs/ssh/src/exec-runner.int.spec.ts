import { afterEach, describe, expect, it } from '@jest/globals';
import { startAppliance, type FakeAppliance, type FakeBehaviour } from './appliance-server.fake.js';
import { openSession } from './open-session.js';
import { TEST_LIMITS, targetOf } from './session-under-test.fake.js';
import type { SshLimits } from './ssh-target.js';
import type { SshSession } from './ssh-session.js';

let appliance: FakeAppliance;
afterEach(() => appliance.close());

async function open(
  behaviour: FakeBehaviour,
  limits: Partial<SshLimits> = {},
  signal?: AbortSignal,
): Promise<SshSession> {
  appliance = await startAppliance(behaviour);
  return openSession(targetOf(appliance), { ...TEST_LIMITS, ...limits }, signal);
}

const finish = (output: string | Buffer): FakeBehaviour => ({
  exec: (_command, channel) => {
    channel.write(output);
    channel.exit(0);
    channel.end();
  },
});

describe('run on an exec channel', () => {
  it('returns what the command printed', async () => {
    const session = await open(finish('\tNetScaler NS13.1\n Done\n'));
    await expect(session.run('show ns version')).resolves.toBe('\tNetScaler NS13.1\n Done\n');
    expect(appliance.commands).toEqual(['show ns version']);
    await session.close();
  });

  it.each<[string, string, FakeBehaviour['exec'] & object]>([
    [
      'standard output before standard error',
      'outerr',
      (_c, channel) => {
        channel.stderr.write('err');
        channel.write('out');
        channel.exit(0);
        channel.end();
      },
    ],
    [
      'the text of a command that fails',
      'ERROR: No such command\n',
      (_c, channel) => {
        channel.write('ERROR: No such command\n');
        channel.exit(1);
        channel.end();
      },
    ],
    [
      'the text of a command without an exit status',
      ' Done\n',
      (_c, channel) => {
        channel.write(' Done\n');
        channel.close();
      },
    ],
    [
      'nothing for a silent command',
      '',
      (_c, channel) => {
        channel.exit(0);
        channel.end();
      },
    ],
    [
      'a replacement character for bytes that are no UTF-8',
      'caf\ufffd',
      (_c, channel) => {
        channel.write(Buffer.from([0x63, 0x61, 0x66, 0xe9]));
        channel.exit(0);
        channel.end();
      },
    ],
    [
      'NUL bytes and terminal codes as they are',
      'a\u0000b \u001b[31mred\u001b[0m \ufffd\n',
      (_c, channel) => {
        channel.write(Buffer.from('a\u0000b \u001b[31mred\u001b[0m '));
        channel.write(Buffer.from([0xff, 0x0a]));
        channel.exit(0);
        channel.end();
      },
    ],
    [
      'a listing that speaks of a new password and goes on',
      'enter new password: changed\n',
      (_c, channel) => {
        channel.write('enter new password: ');
        setTimeout(() => {
          channel.write('changed\n');
          channel.exit(0);
          channel.end();
        }, 50);
      },
    ],
    [
      'a character that was split between two packets',
      '\u00e9',
      (_c, channel) => {
        channel.write(Buffer.from([0xc3]));
        setTimeout(() => {
          channel.write(Buffer.from([0xa9]));
          channel.exit(0);
          channel.end();
        }, 50);
      },
    ],
  ])('returns %s', async (_what, text, exec) => {
    const session = await open({ exec });
    await expect(session.run('show something')).resolves.toBe(text);
  });

  it('reads megabytes on both streams', async () => {
    const block = Buffer.alloc(3 * 1024 * 1024, 'x');
    const session = await open({
      exec: (_command, channel) => {
        channel.stderr.write(block, () =>
          channel.write(block, () => {
            channel.exit(0);
            channel.end();
          }),
        );
      },
    });
    expect((await session.run('show everything')).length).toBe(2 * block.length);
  });

  it('runs a few commands side by side, in the order they were asked', async () => {
    let running = 0;
    let most = 0;
    const session = await open({
      exec: (command, channel) => {
        most = Math.max(most, ++running);
        setTimeout(() => {
          running -= 1;
          channel.write(command);
          channel.exit(0);
          channel.end();
        }, 20);
      },
    });
    const commands = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const answers = await Promise.all(commands.map((command) => session.run(command)));
    expect([answers, most, appliance.commands]).toEqual([commands, 6, commands]);
  });

  it.each(['show ns version\nreboot', 'show\r', 'show \u0000', 'show\tx', 'show \u007f'])(
    'refuses %j before sending a byte',
    async (command) => {
      const session = await open(finish(''));
      await expect(session.run(command)).rejects.toMatchObject({ code: 'COMMAND_INVALID' });
      expect(appliance.commands).toEqual([]);
    },
  );
});

describe('a command that goes wrong', () => {
  const hang: FakeBehaviour = { exec: () => undefined };

  it('is cut off at the output limit and ends the session', async () => {
    const session = await open(finish(Buffer.alloc(100_001)), { maxOutputBytes: 100_000 });
    const details = { host: '127.0.0.1', port: appliance.port, bound: 'bytes', maxOutputBytes: 100_000 };
    await expect(session.run('show')).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE', details });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
  });

  it('is cut off at the line limit, counted over both streams', async () => {
    const session = await open(
      {
        exec: (_command, channel) => {
          channel.stderr.write('x\n'.repeat(600));
          channel.write('x\n'.repeat(500));
        },
      },
      { maxOutputLines: 1_000 },
    );
    const details = { bound: 'lines', maxOutputLines: 1_000 };
    await expect(session.run('show')).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE', details });
  });

  it('is cut off before a hundred megabytes have come', async () => {
    const block = Buffer.alloc(256 * 1024, 'x');
    let written = 0;
    const session = await open(
      {
        exec: (_command, channel) => {
          channel.on('error', () => undefined);
          const more = (): void => {
            if (written >= 100 * 1024 * 1024 || channel.destroyed) return;
            channel.write(block, () => {
              written += block.length;
              more();
            });
          };
          more();
        },
      },
      { maxOutputBytes: 1024 * 1024 },
    );
    await expect(session.run('show')).rejects.toMatchObject({ code: 'OUTPUT_TOO_LARGE' });
    // The limit, one window of the channel (2 MiB) and what stood in buffers of the sockets.
    expect(written).toBeLessThan(12 * 1024 * 1024);
  });

  it('may print exactly the limit', async () => {
    const session = await open(finish(Buffer.alloc(100_000, 'x')), { maxOutputBytes: 100_000 });
    expect((await session.run('show')).length).toBe(100_000);
  });

  it('ends at its time limit, and the session with it', async () => {
    const session = await open(hang);
    const slow = session.run('show', { timeoutMs: 100 });
    const beside = session.run('show');
    await expect(slow).rejects.toMatchObject({ code: 'COMMAND_TIMEOUT', details: { timeoutMs: 100 }, retryable: true });
    await expect(beside).rejects.toMatchObject({ code: 'COMMAND_TIMEOUT' });
    await session.close();
    expect(appliance.commands).toEqual(['show', 'show']);
  });

  it('is lost when the server dies', async () => {
    const session = await open({ exec: () => setTimeout(() => appliance.kill(), 20) });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('is lost when the server says goodbye', async () => {
    const session = await open({ exec: () => appliance.connected.forEach((connection) => connection.end()) });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CONNECTION_LOST' });
  });

  it('is lost, alone, when the command is killed', async () => {
    const session = await open({
      exec: (command, channel) => {
        if (command === 'victim') channel.exit('KILL');
        else channel.write('fine');
        channel.end();
      },
    });
    await expect(session.run('victim')).rejects.toMatchObject({
      code: 'CONNECTION_LOST',
      details: { reason: 'killed' },
    });
    await expect(session.run('next')).resolves.toBe('fine');
  });

  it('is refused when the server opens no channel', async () => {
    const session = await open({ refuseChannels: true });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CHANNEL_REFUSED' });
  });

  it.each<[string, FakeBehaviour['exec'] & object]>([
    ['asks for a new password', (_c, channel) => channel.write('Please change it.\nEnter new password: ')],
    [
      'asks for a new password and gives up at once',
      (_c, channel) => {
        channel.write('Please change the default password.\nEnter new password:');
        channel.exit(1);
        channel.end();
      },
    ],
    [
      'wants a terminal to change it',
      (_c, channel) => {
        channel.stderr.write('WARNING: Your password has expired.\nPassword change required but no TTY available.\n');
        channel.exit(1);
        channel.end();
      },
    ],
  ])('reports a server that %s', async (_what, exec) => {
    const session = await open({ exec });
    await expect(session.run('show')).rejects.toMatchObject({ code: 'PASSWORD_CHANGE_REQUIRED' });
  });

  it('is cancelled by the signal', async () => {
    const stop = new AbortController();
    const session = await open({ exec: () => setTimeout(() => stop.abort(), 20) }, {}, stop.signal);
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CANCELLED' });
    await session.close();
    await expect(session.fetch('/file')).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('is cancelled by closing, and closing again is harmless', async () => {
    const session = await open(hang);
    const running = session.run('show');
    const outcome = expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    await Promise.all([session.close(), session.close()]);
    await outcome;
    await session.close();
    await expect(session.run('show')).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
