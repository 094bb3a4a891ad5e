import type { ClientChannel } from 'ssh2';
import type { Connection, ExchangeBound } from './connection.js';
import { SshError } from './errors.js';
import { OutputBounds } from './output-bounds.js';
import { isSystemPrompt } from './shell-prompt.js';
import { newTerminalHabits, ShellReading, type TerminalHabits } from './shell-reading.js';
import type { SshLimits } from './ssh-target.js';
import { stripTerminalCodes } from './terminal-text.js';

/** Wide enough that no table of the appliance is folded; a folded row cannot be parsed. */
const COLUMNS = 512;
/** So long that nothing is paged. */
const ROWS = 10_000;

/** Characters of the latest output that may hold a farewell. */
const LAST_WORDS = 400;

/** What a command line says before it leaves: on `exit`, and when nobody typed for too long. */
const FAREWELL =
  /^\s*(?:(?:good)?bye\b|logout\b|.*\b(?:timed[ -]?out|time-?out|idle (?:time|for|session|too)|inactivity|auto-?logout)\b)/im;

export interface ShellOptions {
  readonly limits: SshLimits;
  /** See `SshTarget.enterCommandLine`. */
  readonly enterCommandLine: string | undefined;
}

/** Runs commands in one terminal, telling answers apart by the prompt. */
export class ShellRunner {
  readonly #connection: Connection;
  readonly #channel: ClientChannel;
  readonly #limits: SshLimits;
  readonly #habits: TerminalHabits = newTerminalHabits();
  #take: (chunk: Buffer) => void = () => undefined;
  #lastWords = '';

  /** Opens the terminal and reads to the first prompt of the command line. */
  static async open(connection: Connection, { limits, enterCommandLine }: ShellOptions): Promise<ShellRunner> {
    const timeoutMs = limits.commandTimeoutMs;
    const channel = await connection.exchange<ClientChannel>({ timeoutMs, awaiting: 'shell' }, (settle) => {
      connection.client.shell({ term: 'vt100', cols: COLUMNS, rows: ROWS }, (error, opened) => {
        if (error === undefined) settle.resolve(opened);
        else settle.reject(connection.error('CHANNEL_REFUSED', { awaiting: 'shell' }));
      });
    });
    const runner = new ShellRunner(connection, channel, limits);
    await runner.#greet(enterCommandLine);
    return runner;
  }

  private constructor(connection: Connection, channel: ClientChannel, limits: SshLimits) {
    this.#connection = connection;
    this.#channel = channel;
    this.#limits = limits;
    channel.on('close', () => {
      connection.fail('CONNECTION_LOST', { reason: this.#saidGoodbye() ? 'said-goodbye' : 'shell-ended' });
    });
    channel.stderr.resume();
  }

  async run(command: string, timeoutMs: number): Promise<string> {
    return (await this.#read({ timeoutMs, awaiting: 'command' }, command)).answer;
  }

  async #greet(enterCommandLine: string | undefined): Promise<void> {
    const bound = { timeoutMs: this.#limits.commandTimeoutMs, awaiting: 'first-prompt' };
    const greeting = this.#read(bound, null);
    this.#channel.on('data', (chunk: Buffer) => {
      this.#lastWords = (this.#lastWords + chunk.toString('latin1', Math.max(0, chunk.length - LAST_WORDS))).slice(
        -LAST_WORDS,
      );
      this.#take(chunk);
    });
    const { prompt } = await greeting;
    if (enterCommandLine === undefined || !isSystemPrompt(prompt)) return;
    this.#habits.prompt = null;
    const entered = await this.#read(bound, enterCommandLine);
    if (isSystemPrompt(entered.prompt)) throw this.#connection.error('CHANNEL_REFUSED', { awaiting: 'command-line' });
  }

  /** Types `command`, if any, and reads up to and with the next prompt. */
  async #read(bound: ExchangeBound, command: string | null): Promise<ShellReading> {
    const reading = new ShellReading(this.#habits, command);
    const bounds = new OutputBounds(this.#limits);
    let quiet: NodeJS.Timeout | undefined;
    try {
      return await this.#connection.exchange<ShellReading>(bound, (settle) => {
        const wait = (silenceMs: number | null): void => {
          clearTimeout(quiet);
          if (silenceMs !== null) quiet = setTimeout(act, silenceMs);
        };
        const act = (): void => {
          const step = reading.silence();
          if (step.kind === 'answered') return settle.resolve(reading);
          if (step.kind === 'password-demanded') return this.#connection.fail('PASSWORD_CHANGE_REQUIRED');
          if (step.kind === 'type') this.#channel.write(step.text);
          wait(step.silenceMs);
        };
        this.#take = (chunk) => {
          const excess = bounds.take(chunk);
          if (excess === null) return wait(reading.take(chunk));
          this.#take = () => undefined;
          this.#connection.fail('OUTPUT_TOO_LARGE', excess);
        };
        if (command !== null) this.#channel.write(`${command}\r`);
      });
    } catch (error) {
      throw this.#named(error);
    } finally {
      clearTimeout(quiet);
      this.#take = () => undefined; // what comes between two commands belongs to neither
    }
  }

  /** Some servers cut the connection right after their farewell, without closing the terminal first. */
  #named(error: unknown): unknown {
    const lost = error instanceof SshError && error.code === 'CONNECTION_LOST' && error.details['reason'] === undefined;
    if (!lost || !this.#saidGoodbye()) return error;
    return new SshError('CONNECTION_LOST', { ...error.details, reason: 'said-goodbye' }, { cause: error });
  }

  #saidGoodbye(): boolean {
    const words = stripTerminalCodes(this.#lastWords)
      .trimEnd()
      .split(/[\r\n]+/);
    return FAREWELL.test(words.slice(-2).join('\n'));
  }
}
