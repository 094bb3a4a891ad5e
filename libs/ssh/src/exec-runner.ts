import type { ClientChannel } from 'ssh2';
import type { Connection, Settle } from './connection.js';
import { OutputBounds } from './output-bounds.js';
import { demandsNewPassword } from './password-demand.js';
import type { SshLimits } from './ssh-target.js';
import { lastLine } from './terminal-text.js';

/** Longest end of the output that is looked at for a question; listings are not searched. */
const QUESTION_BYTES = 512;

/** Silence after which a question at the end of the output is believed to wait for an answer. */
const QUESTION_SILENCE_MS = 300;

const COLON = 0x3a;
const SPACE = 0x20;

/** Runs each command on an exec channel of its own. */
export class ExecRunner {
  readonly #connection: Connection;
  readonly #limits: SshLimits;

  constructor(connection: Connection, limits: SshLimits) {
    this.#connection = connection;
    this.#limits = limits;
  }

  run(command: string, timeoutMs: number): Promise<string> {
    return this.#connection.exchange<string>({ timeoutMs, awaiting: 'command' }, (settle) => {
      this.#connection.client.exec(command, (error, channel) => {
        if (error === undefined) this.#collect(channel, settle);
        else settle.reject(this.#connection.error('CHANNEL_REFUSED', { awaiting: 'command' }));
      });
    });
  }

  /**
   * Runs a command that a server may not serve on this kind of channel. Null, with the session still usable, when it
   * has not ended after `patienceMs`.
   */
  tryOut(command: string, patienceMs: number): Promise<string | null> {
    let patience: NodeJS.Timeout | undefined;
    const bound = { timeoutMs: 2 * patienceMs, awaiting: 'probe' };
    return this.#connection
      .exchange<string | null>(bound, (settle) => {
        let hanging: ClientChannel | undefined;
        patience = setTimeout(() => {
          hanging?.close();
          settle.resolve(null);
        }, patienceMs);
        this.#connection.client.exec(command, (error, channel) => {
          hanging = channel;
          if (error === undefined) this.#collect(channel, settle);
          else settle.reject(this.#connection.error('CHANNEL_REFUSED', { awaiting: 'probe' }));
        });
      })
      .finally(() => clearTimeout(patience));
  }

  #collect(channel: ClientChannel, settle: Settle<string>): void {
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    const bounds = new OutputBounds(this.#limits);
    let isOver = false;
    let asked: NodeJS.Timeout | undefined;
    const demand = (): void => this.#connection.fail('PASSWORD_CHANGE_REQUIRED');
    const take = (into: Buffer[], chunk: Buffer): void => {
      clearTimeout(asked);
      if (isOver) return; // packets that were on their way when the connection was cut
      into.push(chunk);
      const excess = bounds.take(chunk);
      isOver = excess !== null;
      if (excess !== null) {
        // The one that is to blame hears it first; then the session ends for all that run beside it.
        settle.reject(this.#connection.error('OUTPUT_TOO_LARGE', excess));
        this.#connection.fail('OUTPUT_TOO_LARGE', excess);
      } else if (endsInDemand(chunk)) asked = setTimeout(demand, QUESTION_SILENCE_MS);
    };
    endOnce(channel);
    channel.on('data', (chunk: Buffer) => take(output, chunk));
    // Unread standard error would hold back the close event for ever.
    channel.stderr.on('data', (chunk: Buffer) => take(errors, chunk));
    channel.on('close', (_exitCode: number | null | undefined, exitSignal?: string) => {
      const wasAsked = asked !== undefined && [output, errors].some((chunks) => endsInDemand(chunks.at(-1)));
      clearTimeout(asked);
      // No exit status at all is fine, some servers send none; a signal means the command did not get to its end.
      if (typeof exitSignal === 'string')
        settle.reject(this.#connection.error('CONNECTION_LOST', { reason: 'killed' }));
      else if (wasAsked || (errors.length > 0 && refusesWithoutTerminal(errors))) demand();
      else settle.resolve(decode(errors.length === 0 ? output : [...output, ...errors]));
    });
  }
}

/** The client ends a channel again when it destroys it, and Node makes an error with a whole stack of that, for nobody. */
function endOnce(channel: ClientChannel): void {
  const end = channel.end.bind(channel);
  channel.end = () => (channel.writableEnded ? channel : end());
}

function decode(chunks: readonly Buffer[]): string {
  const [only] = chunks;
  return (chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks)).toString('utf8');
}

function endsInDemand(chunk: Buffer | undefined): boolean {
  if (chunk === undefined) return false;
  const last = chunk[chunk.length - 1];
  if (last !== COLON && !(last === SPACE && chunk[chunk.length - 2] === COLON)) return false;
  return demandsNewPassword(lastLine(chunk.toString('latin1', Math.max(0, chunk.length - QUESTION_BYTES))));
}

/** What OpenSSH prints instead of running a command for an expired password (sshd, session.c). */
function refusesWithoutTerminal(errors: readonly Buffer[]): boolean {
  return Buffer.concat(errors).includes('Password change required but no TTY available.');
}
