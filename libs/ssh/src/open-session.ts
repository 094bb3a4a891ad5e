import { Connection } from './connection.js';
import { SshError } from './errors.js';
import { ExecRunner } from './exec-runner.js';
import { fetchFile, removeFile } from './sftp-files.js';
import { ShellRunner } from './shell-runner.js';
import type { CommandOptions, RemoteFile, SshSession } from './ssh-session.js';
import { DEFAULT_LIMITS, type SshLimits, type SshTarget } from './ssh-target.js';

interface CommandRunner {
  run(command: string, timeoutMs: number): Promise<string>;
}

/** A command is one line; anything else could smuggle in a second one. */
// eslint-disable-next-line no-control-regex -- control characters are what this refuses
const CONTROL_CHARACTER = /[\x00-\x1f\x7f]/;

/**
 * Connects, judges the host key, logs in with exactly one attempt and, on `shell`, waits for the first prompt.
 * Aborting `signal` ends the session at any time, with CANCELLED for everything under way.
 * @throws {SshError} HOST_KEY_UNTRUSTED, HOST_KEY_CHANGED - nothing secret was sent; `details` name the offered key.
 * @throws {SshError} CONNECT_REFUSED, CONNECT_TIMEOUT, DNS_FAILED, NO_ROUTE, HANDSHAKE_FAILED, CONNECTION_LOST
 * @throws {SshError} AUTH_FAILED, AUTH_TIMEOUT, PASSWORD_CHANGE_REQUIRED, CHANNEL_REFUSED, CANCELLED
 * @throws {SshError} COMMAND_TIMEOUT, OUTPUT_TOO_LARGE - a shell showed no prompt in time, or a flood before it.
 */
export async function openSession(
  target: SshTarget,
  limits: SshLimits = DEFAULT_LIMITS,
  signal?: AbortSignal,
): Promise<SshSession> {
  if (signal?.aborted) {
    throw new SshError('CANCELLED', { host: target.host, port: target.port }, { cause: signal.reason });
  }
  const connection = await Connection.open(target, limits, signal);
  try {
    const runner: CommandRunner =
      target.channel === 'exec'
        ? new ExecRunner(connection, limits.maxOutputBytes)
        : await ShellRunner.open(connection, limits.commandTimeoutMs, limits.maxOutputBytes);
    return sessionOf(connection, runner, limits.commandTimeoutMs);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

function sessionOf(connection: Connection, runner: CommandRunner, commandTimeoutMs: number): SshSession {
  let turn: Promise<unknown> = Promise.resolve();
  return {
    hostKey: connection.hostKey,
    run(command: string, options?: CommandOptions): Promise<string> {
      if (CONTROL_CHARACTER.test(command)) return Promise.reject(connection.error('COMMAND_INVALID'));
      const answer = turn.then(() => runner.run(command, options?.timeoutMs ?? commandTimeoutMs));
      turn = answer.catch(() => undefined);
      return answer;
    },
    fetch: (remotePath: string, options?: CommandOptions): Promise<RemoteFile> =>
      fetchFile(connection, remotePath, options?.timeoutMs ?? commandTimeoutMs),
    remove: (remotePath: string): Promise<void> => removeFile(connection, remotePath, commandTimeoutMs),
    close: () => connection.close(),
  };
}
