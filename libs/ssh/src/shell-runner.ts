import type { ClientChannel } from 'ssh2';
import type { Connection } from './connection.js';
import {
  answerOf,
  demandsNewPassword,
  isSystemPrompt,
  lastLine,
  looksLikePrompt,
  promptShape,
} from './shell-prompt.js';

/** Wide enough that no table of the appliance is folded; a folded row cannot be parsed. */
const COLUMNS = 512;
/** So long that nothing is paged. */
const ROWS = 10_000;
/** Bytes of output that can hold the prompt line with its terminal codes. */
const TAIL_BYTES = 400;

/** Silence after which a line is believed to be a prompt. */
const QUIET_MS = {
  /** Same prompt as before, and the command's line has ended. */
  known: 50,
  /** First prompt of a login: nothing else to go by. */
  login: 300,
  /** A prompt not seen before, in the middle of a session: more likely output that pauses. */
  strange: 1_000,
} as const;

/** Asks a system shell for the appliance's command line; some releases of the Management Service log in to the shell. */
const ENTER_COMMAND_LINE = 'cli';

/** Runs commands in one terminal, telling answers apart by the prompt. */
export class ShellRunner {
  readonly #connection: Connection;
  readonly #channel: ClientChannel;
  readonly #maxOutputBytes: number;
  #knownShape: string | null = null;
  #take: (chunk: Buffer) => void = () => undefined;

  /** Opens the terminal and reads to the first prompt. */
  static async open(connection: Connection, timeoutMs: number, maxOutputBytes: number): Promise<ShellRunner> {
    const channel = await connection.exchange<ClientChannel>({ timeoutMs, awaiting: 'shell' }, (settle) => {
      connection.client.shell({ term: 'vt100', cols: COLUMNS, rows: ROWS }, (error, opened) => {
        if (error === undefined) settle.resolve(opened);
        else settle.reject(connection.error('CHANNEL_REFUSED', { awaiting: 'shell' }));
      });
    });
    const runner = new ShellRunner(connection, channel, maxOutputBytes);
    await runner.#greet(timeoutMs);
    return runner;
  }

  private constructor(connection: Connection, channel: ClientChannel, maxOutputBytes: number) {
    this.#connection = connection;
    this.#channel = channel;
    this.#maxOutputBytes = maxOutputBytes;
    channel.on('close', () => connection.fail('CONNECTION_LOST', { reason: 'shell-ended' }));
    channel.stderr.resume();
  }

  async run(command: string, timeoutMs: number): Promise<string> {
    return answerOf(await this.#readToPrompt({ timeoutMs, awaiting: 'command' }, command), command);
  }

  async #greet(timeoutMs: number): Promise<void> {
    const greeting = await this.#readToPrompt({ timeoutMs, awaiting: 'first-prompt' });
    if (!isSystemPrompt(lastLine(greeting))) return;
    this.#knownShape = null;
    await this.#readToPrompt({ timeoutMs, awaiting: 'first-prompt' }, ENTER_COMMAND_LINE);
  }

  /** Sends `command`, if any, and returns everything up to and with the next prompt. */
  #readToPrompt(bound: { timeoutMs: number; awaiting: string }, command?: string): Promise<string> {
    let quiet: NodeJS.Timeout | undefined;
    const read = this.#connection.exchange<string>(bound, (settle) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      let tail = '';
      let lineEnded = false;
      this.#take = (chunk) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > this.#maxOutputBytes) {
          this.#connection.fail('OUTPUT_TOO_LARGE', { maxOutputBytes: this.#maxOutputBytes });
          return;
        }
        clearTimeout(quiet);
        lineEnded ||= chunk.includes('\n');
        // Only the tail is looked at: long listings arrive in hundreds of chunks.
        tail = (tail + chunk.toString('utf8', Math.max(0, chunk.length - TAIL_BYTES))).slice(-TAIL_BYTES);
        const line = lastLine(tail);
        if (bound.awaiting === 'first-prompt' && demandsNewPassword(line)) {
          this.#connection.fail('PASSWORD_CHANGE_REQUIRED');
          return;
        }
        if (!looksLikePrompt(line)) return;
        quiet = setTimeout(
          () => {
            this.#knownShape = promptShape(line);
            settle.resolve(Buffer.concat(chunks).toString('utf8'));
          },
          this.#quietMs(line, lineEnded),
        );
      };
      if (command === undefined) this.#channel.on('data', (chunk: Buffer) => this.#take(chunk));
      else this.#channel.write(`${command}\r`);
    });
    return read.finally(() => {
      clearTimeout(quiet);
      this.#take = () => undefined; // what comes between two commands belongs to neither
    });
  }

  #quietMs(line: string, lineEnded: boolean): number {
    if (this.#knownShape === null) return QUIET_MS.login;
    return lineEnded && promptShape(line) === this.#knownShape ? QUIET_MS.known : QUIET_MS.strange;
  }
}
