import { ShellReading, type ShellStep, type TerminalHabits } from './shell-reading.js';

/** Text, after a pause in virtual milliseconds. */
export interface Piece {
  readonly afterMs: number;
  readonly text: string;
}

export interface VirtualTerminal {
  readonly greeting?: readonly Piece[];
  readonly prompt: (n: number) => string;
  /** `line`: the command line repeats what it reads, when it reads it. `driver`: what is typed shows at once. */
  readonly echo: 'line' | 'driver' | 'none';
  readonly answersEmptyLines?: boolean;
  /** What each command prints; a command that is not here prints nothing. */
  readonly answers: Readonly<Record<string, readonly Piece[]>>;
  /** What each space brings, in order, before the prompt: further pages. */
  readonly pages?: readonly Piece[];
  /** Lengths into which output is cut on its way, used round and round. */
  readonly cuts: readonly number[];
}

interface Arrival {
  readonly at: number;
  readonly bytes: Buffer;
}

/** A terminal at the other end of a line, in virtual time: nothing waits, and every run is the same. */
export class VirtualSession {
  readonly #terminal: VirtualTerminal;
  readonly #habits: TerminalHabits;
  readonly #arrivals: Arrival[] = [];
  readonly typed: string[] = [];
  now = 0;
  #busyUntil = 0;
  #typing = '';
  #prompts = 0;
  #cut = 0;
  #page = 0;

  constructor(terminal: VirtualTerminal, habits: TerminalHabits) {
    this.#terminal = terminal;
    this.#habits = habits;
    this.#say([...(terminal.greeting ?? []), this.#nextPrompt()]);
  }

  /** Reads one answer; null when the terminal falls silent without ending it, or asks for a password. */
  read(command: string | null): ShellReading | null {
    const reading = new ShellReading(this.#habits, command);
    if (command !== null) this.#type(`${command}\r`);
    let due = Infinity;
    for (;;) {
      const [next] = this.#arrivals;
      if (next === undefined && due === Infinity) return null;
      if (next !== undefined && next.at <= due) {
        this.#arrivals.shift();
        this.now = Math.max(this.now, next.at);
        due = this.now + (reading.take(next.bytes) ?? Infinity);
        continue;
      }
      this.now = due;
      const step: ShellStep = reading.silence();
      if (step.kind === 'answered') return reading;
      if (step.kind === 'password-demanded' || this.now > 900_000) return null;
      if (step.kind === 'type') this.#type(step.text);
      due = this.now + (step.silenceMs ?? Infinity);
    }
  }

  /** Shows something nobody asked for. */
  broadcast(text: string): void {
    this.#say([{ afterMs: 0, text }]);
  }

  #type(text: string): void {
    this.typed.push(text);
    const { pages = [] } = this.#terminal;
    if (text === ' ') {
      const page = pages[this.#page++];
      if (page !== undefined) this.#say(this.#page < pages.length ? [page] : [page, this.#nextPrompt()]);
      return;
    }
    for (const character of text) {
      if (character !== '\r') {
        this.#typing += character;
        continue;
      }
      const line = this.#typing.trimStart();
      this.#typing = '';
      if (this.#terminal.echo === 'driver') this.#arrive(this.now, `${line}\r\n`);
      if (this.#terminal.echo === 'line') this.#say([{ afterMs: 0, text: `${line}\r\n` }]);
      if (line === '' && this.#terminal.answersEmptyLines === false) continue;
      const isPaged = line !== '' && pages.length > 0;
      this.#say([...(this.#terminal.answers[line] ?? []), ...(isPaged ? [] : [this.#nextPrompt()])]);
    }
  }

  #nextPrompt(): Piece {
    return { afterMs: 0, text: this.#terminal.prompt(this.#prompts++) };
  }

  /** What is said waits for what is being said. */
  #say(pieces: readonly Piece[]): void {
    let at = Math.max(this.now, this.#busyUntil);
    for (const { afterMs, text } of pieces) at = this.#arrive(at + afterMs, text);
    this.#busyUntil = at;
  }

  #arrive(start: number, text: string): number {
    const bytes = Buffer.from(text);
    for (let from = 0; from < bytes.length;) {
      const { cuts } = this.#terminal;
      const length = cuts.length === 0 ? bytes.length : Math.max(1, cuts[this.#cut++ % cuts.length] ?? 1);
      this.#arrivals.push({ at: start, bytes: bytes.subarray(from, from + length) });
      from += length;
    }
    this.#arrivals.sort((a, b) => a.at - b.at); // stable: what was said first arrives first
    return start;
  }
}
