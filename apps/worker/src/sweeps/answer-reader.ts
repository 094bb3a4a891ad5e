import type { Unreadable } from '../../../../libs/callhome/src/index.js';
import { cutSecrets } from '../../../../libs/fleet/src/index.js';
import { TranscriptError, refusalKind } from '../../../../libs/netscaler-cli/src/index.js';
import { RAW_ANSWER_MAX_BYTES, type AnswersRead, type RawAnswer } from '../../../../libs/persistence/src/index.js';
import { SshError, type SshSession } from '../../../../libs/ssh/src/index.js';
import type { SessionMemory } from '../connection/session-memory.js';
import { unreadable } from './read-command.js';

/** Kept of one answer at first: cutting words out of it may make it shorter, never longer than what is stored. */
const MOST_CHARACTERS = 2 * RAW_ANSWER_MAX_BYTES;
const ANSWER_LOST = 'an earlier answer was so long that the session ended';

/**
 * Reads the commands of one appliance and keeps what was not understood. One answer that is garbage costs its own facts
 * and nothing else, whatever the parser makes of it.
 */
export class AnswerReader {
  /** Commands that this build does not know, each with the words of its refusal. */
  readonly unsupported: Record<string, string> = {};
  /** Lines no pattern knew, by command. */
  readonly unrecognised: Record<string, string[]> = {};
  /** Some command so far was refused because the login may not give it. */
  lacksRights = false;
  private readonly kept: RawAnswer[] = [];
  private readonly asked: string[] = [];
  private skipped: ReadonlyMap<string, string> = new Map();
  private isOver = false;

  /** @param memory what was answered on this session before; absent: everything is asked. */
  constructor(
    private readonly session: Pick<SshSession, 'run'>,
    private readonly memory?: SessionMemory,
  ) {}

  /** What to keep of the answers, and which commands were asked. */
  get answers(): AnswersRead {
    return { kept: this.kept, asked: this.asked };
  }

  /** From now on these are not sent: the appliance has refused them before as unknown to its build. */
  skip(commands: ReadonlyMap<string, string>): void {
    this.skipped = commands;
  }

  /**
   * Runs one reading command and parses it, or says why there is no answer.
   * @throws {SshError} - the session is over, for any reason but an answer beyond its bound.
   */
  read<T>(command: string, parse: (output: string) => T): Promise<T | Unreadable> {
    return this.answer(command, parse, () => this.run(command));
  }

  /**
   * The same, but an answer that was given on this session under the same mark is not asked for again. A null mark
   * remembers nothing. A mark that is still to be read is waited for only where there is an answer to recall.
   * @throws {SshError} as `read`
   */
  readOnce<T>(
    command: string,
    mark: string | null | Promise<string | null>,
    parse: (output: string) => T,
  ): Promise<T | Unreadable> {
    return this.answer(command, parse, async () => {
      if (this.memory?.holds(command) === true) {
        const now = await mark;
        const known = now === null ? null : this.memory.recall(command, now);
        if (known !== null) return known;
      }
      const output = await this.run(command);
      const under = await mark;
      if (output !== null && under !== null) this.memory?.keep(command, under, output);
      return output;
    });
  }

  private async answer<T>(
    command: string,
    parse: (output: string) => T,
    ask: () => Promise<string | null>,
  ): Promise<T | Unreadable> {
    const words = this.skipped.get(command);
    if (words !== undefined) return { unreadable: 'not-supported', reason: words };
    if (this.isOver) return { unreadable: 'failed', reason: ANSWER_LOST };
    const output = await ask();
    if (output === null) return { unreadable: 'failed', reason: 'the answer is beyond what is read' };
    this.asked.push(command);
    try {
      const parsed = this.memory === undefined ? parse(output) : this.memory.parsed(command, output, parse);
      this.keepUnknown(command, output, linesIn(parsed));
      return parsed;
    } catch (error) {
      return this.refuse(command, output, error);
    }
  }

  /** Null: it printed more than any answer may have, and the session ended with it. What was read before still counts. */
  private async run(command: string): Promise<string | null> {
    try {
      return await this.session.run(command);
    } catch (error) {
      // What was asked beside the answer that was too long went down with its session.
      if (this.isOver) return null;
      if (!(error instanceof SshError) || error.code !== 'OUTPUT_TOO_LARGE') throw error;
      this.isOver = true;
      this.asked.push(command);
      this.kept.push({ command, reason: 'unreadable', words: error.message, output: '' });
      return null;
    }
  }

  private keepUnknown(command: string, output: string, lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.unrecognised[command] = lines.map(cutSecrets);
    const words = lines.length === 1 ? 'one line was not understood' : `${lines.length} lines were not understood`;
    this.keep({ command, reason: 'unknown-lines', words, output });
  }

  private refuse(command: string, output: string, error: unknown): Unreadable {
    if (!(error instanceof TranscriptError)) {
      // A parser that breaks on some text is our mistake: the text is kept to be reported, the sweep goes on.
      const reason = error instanceof Error ? error.message : String(error);
      this.keep({ command, reason: 'unreadable', words: `the reader failed: ${reason}`, output });
      return { unreadable: 'failed', reason };
    }
    this.lacksRights ||= refusalKind(error) === 'not-authorised';
    const answer = unreadable(error);
    if (answer.unreadable === 'not-supported') this.unsupported[command] = answer.reason;
    else {
      const reason = error.code === 'DEVICE_REFUSED' ? 'refused' : 'unreadable';
      this.keep({ command, reason, words: answer.reason, output });
    }
    return answer;
  }

  private keep(answer: RawAnswer): void {
    const output = cutSecrets(answer.output.slice(0, MOST_CHARACTERS));
    this.kept.push({ ...answer, words: cutSecrets(answer.words), output });
  }
}

/** The lines that a parser set aside: an instance's stand beside its fields, those of an SVM in each of its records. */
function linesIn(parsed: unknown): string[] {
  if (Array.isArray(parsed)) return parsed.flatMap(linesIn);
  if (typeof parsed !== 'object' || parsed === null) return [];
  if ('unrecognised' in parsed && Array.isArray(parsed.unrecognised)) return parsed.unrecognised.map(String);
  if (!('extra' in parsed) || typeof parsed.extra !== 'object' || parsed.extra === null) return [];
  const lines = 'unrecognised' in parsed.extra ? parsed.extra.unrecognised : undefined;
  return typeof lines === 'string' && lines !== '' ? lines.split('\n') : [];
}
