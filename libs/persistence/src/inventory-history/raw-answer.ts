/**
 * Why the text of an answer is kept: `unknown-lines`: it was read, but some lines were not understood; `unreadable`:
 * it is not what the command prints; `refused`: the appliance refused the command, and not because its build lacks it.
 */
export type RawAnswerReason = 'unknown-lines' | 'unreadable' | 'refused';

/** What an appliance printed for one command, for people to look at. */
export interface RawAnswer {
  command: string;
  reason: RawAnswerReason;
  /** The reason in words: the refusal, or how many lines were not understood. */
  words: string;
  /** Without passwords and tokens; control characters are as they came. */
  output: string;
}

/** What one reading keeps of its answers, and which commands it asked: a clean answer takes away what was kept. */
export interface AnswersRead {
  kept: readonly RawAnswer[];
  asked: readonly string[];
}

/** A kept answer without its text. */
export interface StoredRawAnswer {
  command: string;
  reason: RawAnswerReason;
  words: string;
  /** Bytes kept. */
  outputBytes: number;
  /** True: the appliance printed more than is kept. */
  isCut: boolean;
  at: Date;
}

/** The most that is kept of one answer, in bytes of UTF-8. */
export const RAW_ANSWER_MAX_BYTES = 65_536;
