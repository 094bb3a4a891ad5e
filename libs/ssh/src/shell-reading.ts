import { demandsNewPassword } from './password-demand.js';
import { answerOf, looksLikePrompt, onlyPrompts, opensWithEcho, promptShape, withoutPrompts } from './shell-prompt.js';
import { endsInPager, joinPages, lastLine, stripTerminalCodes } from './terminal-text.js';

/** Bytes of output that can hold a few prompt lines with their terminal codes. */
const TAIL_BYTES = 2_048;

const LINE_FEED = 0x0a;

/** Silence after which a line is believed to be what it looks like. */
export const SILENCE_MS = {
  /** The prompt as before, and the command's line has ended. */
  known: 25,
  /** First prompt of a login: nothing else to go by. */
  login: 300,
  /** A prompt not seen before, in the middle of a session: more likely output that pauses. */
  strange: 1_000,
  /** A pager on a line of its own. */
  pager: 25,
  /** After prompts alone have answered the empty line: time for what belongs to their last one. */
  confirmed: 25,
  /** A command line at rest answers an empty line sooner, unless the link is slow. */
  prompt: 250,
  /** The same over a slow link. */
  promptOfSlowLink: 1_500,
  /** The empty line was not answered: it may be lost, or the command still runs. Doubled each time. */
  unanswered: 2_000,
} as const;

/** Empty lines a login may leave unanswered until the terminal is taken to answer none. */
const MOST_UNANSWERED_AT_LOGIN = 2;

/** Prompts that may come late in one answer until the link, and not the output, is taken to be slow. */
const MOST_LATE = 4;

/** What is learnt about one terminal and holds for the commands that follow. */
export interface TerminalHabits {
  /** Shape of the last prompt; null before the first. */
  prompt: string | null;
  /** True once a command was echoed. */
  echoes: boolean;
  /** False when an empty line brings no new prompt. */
  answersEmptyLines: boolean;
  /** A prompt that takes longer to answer an empty line may be output that resembles it. */
  promptMs: number;
}

export type ShellStep =
  /** Type this; when nothing comes for `silenceMs` (null: however long), ask for the next step. */
  | { readonly kind: 'type'; readonly text: string; readonly silenceMs: number | null }
  /** As before, without typing. */
  | { readonly kind: 'wait'; readonly silenceMs: number }
  | { readonly kind: 'answered' }
  /** The terminal asks for a new password; nothing may be typed any more. */
  | { readonly kind: 'password-demanded' };

export function newTerminalHabits(): TerminalHabits {
  return { prompt: null, echoes: false, answersEmptyLines: true, promptMs: SILENCE_MS.prompt };
}

/**
 * Reads one answer off a terminal: `take` what arrives, and ask for a step when nothing has for as long as it said.
 *
 * A line that looks like a prompt may be output that pauses. So an empty line is typed there, and only when prompts
 * and nothing else come back has the command ended. A guess made too early therefore never cuts an answer or hands
 * its rest to the next command; at worst a terminal that echoes while a command runs adds a blank line.
 */
export class ShellReading {
  readonly #habits: TerminalHabits;
  readonly #command: string | null;
  readonly #pages: Buffer[][] = [[]];
  #tail = '';
  #lineEnded = false;
  /** What came since the empty line was typed; null when none waits for an answer. */
  #reply: string | null = null;
  /** Chunks of the last page that came before the empty line. */
  #chunksAtPrompt = 0;
  #emptyLines = 0;
  #unanswered = 0;
  #wrongGuesses = 0;
  /** True when the empty line was not answered in the time of a command line at rest. */
  #isLate = false;
  #late = 0;
  /** Shape of the line at which the empty line was typed. */
  #guess = '';
  #prompt = '';
  #answer = '';

  /** @param command what was typed; null for the greeting of a login */
  constructor(habits: TerminalHabits, command: string | null) {
    this.#habits = habits;
    this.#command = command;
  }

  /** Shape of the prompt that ended the answer; '' before. */
  get prompt(): string {
    return this.#prompt;
  }

  /** What was printed, without echo, prompt, pagers, carriage returns and terminal codes; '' before it is complete. */
  get answer(): string {
    return this.#answer;
  }

  /** Returns for how many milliseconds nothing must come until `silence` is due; null when there is nothing to wait for. */
  take(chunk: Buffer): number | null {
    this.#page().push(chunk);
    this.#lineEnded ||= chunk.includes(LINE_FEED);
    // Only the tail is looked at: long listings arrive in hundreds of chunks. Latin-1 keeps split characters apart.
    const text = chunk.toString('latin1', Math.max(0, chunk.length - TAIL_BYTES));
    this.#tail = (this.#tail + text).slice(-TAIL_BYTES);
    if (this.#reply !== null) this.#reply = (this.#reply + text).slice(-TAIL_BYTES);
    else if (chunk[chunk.length - 1] === LINE_FEED) return null;
    return this.#silenceToWaitFor(lastLine(this.#tail));
  }

  /** What to do now that nothing came for as long as was asked for. */
  silence(): ShellStep {
    const line = lastLine(this.#tail);
    if (demandsNewPassword(line)) return { kind: 'password-demanded' };
    if (endsInPager(this.#tail)) return this.#turnPage();
    if (this.#reply === null) return this.#habits.answersEmptyLines ? this.#typeEmptyLine() : this.#accept(null);
    if (isBlank(this.#reply)) return this.#onNoReply();
    const prompts = this.#confirming();
    if (prompts === null || (this.#isLate && !this.#believesLate())) return this.#guessAgain();
    return this.#accept(prompts);
  }

  #silenceToWaitFor(line: string): number | null {
    if (demandsNewPassword(line)) return this.#command === null ? SILENCE_MS.login : SILENCE_MS.strange;
    if (endsInPager(this.#tail)) return SILENCE_MS.pager;
    if (this.#reply !== null && isBlank(this.#reply))
      return this.#isLate ? this.#unansweredMs() : this.#habits.promptMs;
    if (!looksLikePrompt(line)) return null;
    if (this.#reply !== null && this.#confirming() !== null) {
      // After a wrong guess a further prompt is still to come, for the empty line typed back then.
      if (this.#wrongGuesses > 0) return SILENCE_MS.strange;
      const isUsual = this.#habits.prompt === null || this.#guess === this.#habits.prompt;
      return isUsual ? SILENCE_MS.confirmed : SILENCE_MS.login;
    }
    if (!this.#habits.answersEmptyLines) return SILENCE_MS.strange;
    if (this.#habits.prompt === null) return SILENCE_MS.login;
    const known = this.#lineEnded && promptShape(line) === this.#habits.prompt;
    // Each wrong guess makes the next one slower, so that a listing full of prompts is not riddled with empty lines.
    return known ? Math.min(SILENCE_MS.known * 2 ** this.#wrongGuesses, SILENCE_MS.strange) : SILENCE_MS.strange;
  }

  /** The prompts that are all the reply to the empty line, when they are like the one it was typed at. */
  #confirming(): { shape: string; times: number } | null {
    const prompts = onlyPrompts(this.#reply ?? '');
    return prompts !== null && this.#guess.endsWith(prompts.shape) ? prompts : null;
  }

  #believesLate(): boolean {
    this.#late += 1;
    if (this.#command !== null && this.#late < MOST_LATE) return false;
    this.#habits.promptMs = SILENCE_MS.promptOfSlowLink;
    return true;
  }

  #onNoReply(): ShellStep {
    if (!this.#isLate) {
      this.#isLate = true;
      return { kind: 'wait', silenceMs: this.#unansweredMs() - this.#habits.promptMs };
    }
    this.#unanswered += 1;
    if (this.#command === null && this.#unanswered >= MOST_UNANSWERED_AT_LOGIN) {
      this.#habits.answersEmptyLines = false;
      return this.#accept(null);
    }
    this.#wrongGuesses += 1;
    this.#emptyLines += 1;
    return { kind: 'type', text: '\r', silenceMs: this.#unansweredMs() };
  }

  #guessAgain(): ShellStep {
    this.#wrongGuesses += 1;
    return this.#typeEmptyLine();
  }

  #typeEmptyLine(): ShellStep {
    this.#chunksAtPrompt = this.#page().length;
    this.#guess = promptShape(lastLine(this.#tail));
    this.#reply = '';
    this.#isLate = false;
    this.#emptyLines += 1;
    return { kind: 'type', text: '\r', silenceMs: this.#habits.promptMs };
  }

  #turnPage(): ShellStep {
    if (this.#reply !== null) this.#wrongGuesses += 1;
    this.#reply = null;
    this.#tail = '';
    this.#pages.push([]);
    return { kind: 'type', text: ' ', silenceMs: null };
  }

  /** @param confirmed the prompts that answered the empty line; null where none did and silence has to do */
  #accept(confirmed: { shape: string; times: number } | null): ShellStep {
    // More prompts than empty lines: one of them ended the command, so the line that was guessed at is output.
    const isReplyToo = confirmed === null || confirmed.times > this.#emptyLines;
    const pages = this.#pages.slice(0, -1).map(decode);
    pages.push(decode(this.#page().slice(0, isReplyToo ? undefined : this.#chunksAtPrompt)));
    const text = joinPages(pages);
    this.#prompt = confirmed?.shape ?? this.#guessedPrompt();
    this.#habits.prompt = this.#prompt;
    if (this.#command !== null) {
      const shape = Buffer.from(this.#prompt, 'latin1').toString('utf8');
      const output =
        withoutPrompts(text, { shape, more: this.#emptyLines - (isReplyToo ? 0 : confirmed.times) }) ?? text;
      this.#habits.echoes ||= opensWithEcho(output, this.#command);
      this.#answer = answerOf(output, { command: this.#command, echoes: this.#habits.echoes });
    }
    return { kind: 'answered' };
  }

  #guessedPrompt(): string {
    const shape = this.#guess === '' ? promptShape(lastLine(this.#tail)) : this.#guess;
    const known = this.#habits.prompt;
    return known !== null && shape.endsWith(known) ? known : shape;
  }

  #unansweredMs(): number {
    return SILENCE_MS.unanswered * 2 ** this.#unanswered;
  }

  #page(): Buffer[] {
    return this.#pages[this.#pages.length - 1] ?? [];
  }
}

function decode(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

function isBlank(reply: string): boolean {
  return stripTerminalCodes(reply).trim() === '';
}
