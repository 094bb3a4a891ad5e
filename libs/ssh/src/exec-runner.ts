import type { ClientChannel } from 'ssh2';
import type { Connection, Settle } from './connection.js';
import { demandsNewPassword } from './shell-prompt.js';

/** Longest chunk that is looked at for a password demand: such a line comes alone, and lists are not searched. */
const DEMAND_BYTES = 512;

const COLON = 0x3a;
const SPACE = 0x20;

/** Runs each command on an exec channel of its own. */
export class ExecRunner {
  readonly #connection: Connection;
  readonly #maxOutputBytes: number;

  constructor(connection: Connection, maxOutputBytes: number) {
    this.#connection = connection;
    this.#maxOutputBytes = maxOutputBytes;
  }

  run(command: string, timeoutMs: number): Promise<string> {
    return this.#connection.exchange<string>({ timeoutMs, awaiting: 'command' }, (settle) => {
      this.#connection.client.exec(command, (error, channel) => {
        if (error === undefined) this.#collect(channel, settle);
        else settle.reject(this.#connection.error('CHANNEL_REFUSED', { awaiting: 'command' }));
      });
    });
  }

  #collect(channel: ClientChannel, settle: Settle<string>): void {
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let bytes = 0;
    const take = (into: Buffer[], chunk: Buffer): void => {
      into.push(chunk);
      bytes += chunk.length;
      if (bytes > this.#maxOutputBytes) {
        this.#connection.fail('OUTPUT_TOO_LARGE', { maxOutputBytes: this.#maxOutputBytes });
      } else if (endsLikeQuestion(chunk) && demandsNewPassword(chunk.toString('latin1'))) {
        this.#connection.fail('PASSWORD_CHANGE_REQUIRED');
      }
    };
    channel.on('data', (chunk: Buffer) => take(output, chunk));
    // Unread standard error would hold back the close event for ever.
    channel.stderr.on('data', (chunk: Buffer) => take(errors, chunk));
    channel.on('close', (_exitCode: number | null | undefined, exitSignal?: string) => {
      // No exit status at all is fine, some servers send none; a signal means the command did not get to its end.
      if (typeof exitSignal === 'string')
        settle.reject(this.#connection.error('CONNECTION_LOST', { reason: 'killed' }));
      else if (errors.length > 0 && refusesWithoutTerminal(errors)) this.#connection.fail('PASSWORD_CHANGE_REQUIRED');
      else settle.resolve(decode(errors.length === 0 ? output : [...output, ...errors]));
    });
  }
}

function decode(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return (chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString('utf8');
}

function endsLikeQuestion(chunk: Buffer): boolean {
  if (chunk.length > DEMAND_BYTES) return false;
  const last = chunk[chunk.length - 1];
  return last === COLON || (last === SPACE && chunk[chunk.length - 2] === COLON);
}

/** What OpenSSH prints instead of running a command for an expired password (sshd, session.c). */
function refusesWithoutTerminal(errors: readonly Buffer[]): boolean {
  return Buffer.concat(errors).includes('Password change required but no TTY available.');
}
