import { chooseChannel, openShell, type ChosenChannel } from './choose-channel.js';
import { CommandTurns } from './command-turns.js';
import { Connection } from './connection.js';
import type { OpenOptions } from './dial/open-options.js';
import { SshError } from './errors.js';
import { fetchFile, removeFile, statFile } from './sftp-files.js';
import type { CommandOptions, FetchOptions, FileFacts, RemoteFile, SshSession } from './ssh-session.js';
import { DEFAULT_LIMITS, type SshLimits, type SshTarget } from './ssh-target.js';

/**
 * Commands of one login that may run side by side, each on an exec channel of its own. Well below the ten that OpenSSH
 * allows (sshd_config, MaxSessions), and few enough to be no burden on an appliance.
 */
const COMMANDS_AT_ONCE = 6;

/** A command is one line; anything else could smuggle in a second one. */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const CONTROL_CHARACTER = /[\x00-\x1f\x7f]/;

/**
 * Connects, judges the host key, logs in with exactly one attempt and, on `shell`, waits for the first prompt.
 * For `auto` a second login is needed only where the server hangs up over the probe or opens no further channel.
 * Aborting `signal` ends the session at any time, with CANCELLED for everything under way.
 * @throws {SshError} HOST_KEY_UNTRUSTED, HOST_KEY_CHANGED - nothing secret was sent; `details` name the offered key.
 * @throws {SshError} CONNECT_REFUSED, CONNECT_TIMEOUT, DNS_FAILED, NO_ROUTE, HANDSHAKE_FAILED, CONNECTION_LOST
 * @throws {SshError} JUMP_FAILED, PROXY_REFUSED - a hop on the way, named in `details.hop`; SESSION_TIMEOUT
 * @throws {SshError} AUTH_FAILED, AUTH_TIMEOUT, PASSWORD_CHANGE_REQUIRED, CHANNEL_REFUSED, CANCELLED
 * @throws {SshError} COMMAND_TIMEOUT, OUTPUT_TOO_LARGE - a shell showed no prompt in time, or a flood before it.
 * @throws {SshError} COMMAND_INVALID - `probe` or `enterCommandLine` holds a control character; nothing was sent.
 */
export function openSession(
  target: SshTarget,
  limits: SshLimits = DEFAULT_LIMITS,
  signal?: AbortSignal,
): Promise<SshSession> {
  return openSessionWith(target, limits, { signal });
}

/**
 * `openSession` for the pool, which also decides when to go on, and shares connections to jump hosts.
 * @throws {SshError} as `openSession`
 */
export async function openSessionWith(target: SshTarget, limits: SshLimits, options: OpenOptions): Promise<SshSession> {
  const { host, port, probe, enterCommandLine } = target;
  const { signal } = options;
  if (signal?.aborted) throw new SshError('CANCELLED', { host, port }, { cause: signal.reason });
  if ([probe, enterCommandLine].some((line) => line !== undefined && CONTROL_CHARACTER.test(line))) {
    throw new SshError('COMMAND_INVALID', { host, port });
  }
  const wish = { target, limits };
  const first = await Connection.open(target, limits, options);
  const chosen = await orClose(first, chooseChannel(first, wish));
  const opened = (connection: Connection, choice: ChosenChannel): SshSession => {
    options.progress?.({ at: 'channel', found: choice.channel });
    return sessionOf(connection, choice, limits.commandTimeoutMs);
  };
  if (chosen !== null) return opened(first, chosen);
  await first.close();
  const second = await Connection.open(target, limits, options);
  return opened(second, await orClose(second, openShell(second, wish)));
}

async function orClose<T>(connection: Connection, opening: Promise<T>): Promise<T> {
  try {
    return await opening;
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function sessionOf(connection: Connection, { runner, channel }: ChosenChannel, commandTimeoutMs: number): SshSession {
  const turns = new CommandTurns(channel === 'exec' ? COMMANDS_AT_ONCE : 1);
  return {
    hostKey: connection.hostKey,
    channel,
    run(command: string, options?: CommandOptions): Promise<string> {
      if (CONTROL_CHARACTER.test(command)) return Promise.reject(connection.error('COMMAND_INVALID'));
      return turns.take(() => runner.run(command, options?.timeoutMs ?? commandTimeoutMs));
    },
    fetch: (remotePath: string, options?: FetchOptions): Promise<RemoteFile> =>
      fetchFile(connection, remotePath, { timeoutMs: commandTimeoutMs, ...options }),
    stat: (remotePath: string): Promise<FileFacts> => statFile(connection, remotePath, commandTimeoutMs),
    remove: (remotePath: string): Promise<void> => removeFile(connection, remotePath, commandTimeoutMs),
    close: () => connection.close(),
  };
}
