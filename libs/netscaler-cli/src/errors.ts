import { classifyRefusal, type RefusalKind } from './refusals.js';

/** Every failure this library can name. A code, once released, is never reused or renamed. */
export const TRANSCRIPT_ERRORS = {
  DEVICE_REFUSED: { retryable: false, summary: 'the appliance refused the command' },
  OUTPUT_UNREADABLE: { retryable: true, summary: 'the output lacks what the command always prints' },
  ARGUMENT_REFUSED: { retryable: false, summary: 'a value may not go on a command line' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type TranscriptErrorCode = keyof typeof TRANSCRIPT_ERRORS;

/** How many characters of a refusal are kept: a reason, not a page of output. */
export const REFUSAL_MAX_CHARS = 200;

/**
 * The one error of this library.
 *
 * `details` of DEVICE_REFUSED: `command`, `line` (1-based line of the output) and `message` (the appliance's words
 * after `ERROR: `, at most 200 characters); of OUTPUT_UNREADABLE: `command` and `missing`; of ARGUMENT_REFUSED:
 * `argument` and `reason`, never the refused value.
 */
export class TranscriptError extends Error {
  override readonly name = 'TranscriptError';

  constructor(
    readonly code: TranscriptErrorCode,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${TRANSCRIPT_ERRORS[code].summary}`, options);
  }

  /** True when the same command may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return TRANSCRIPT_ERRORS[this.code].retryable || isBusyRefusal(String(this.details['message'] ?? ''));
  }
}

/** Says whether a refusal only means that the appliance is at something else, such as another session's save. */
export function isBusyRefusal(message: string): boolean {
  return classifyRefusal(message).kind === 'busy';
}

/** What the refusal means that an error carries; null when the error is no DEVICE_REFUSED of this library. */
export function refusalKind(error: unknown): RefusalKind | null {
  if (!(error instanceof TranscriptError) || error.code !== 'DEVICE_REFUSED') return null;
  return classifyRefusal(String(error.details['message'] ?? '')).kind;
}

/**
 * Says whether an error means that this model or build does not know the command, the resource or the flag, which is
 * "not supported here": neither a failed check nor a healthy one. A missing object (`No such resource`) or missing
 * rights are not that.
 */
export function isNotSupported(error: unknown): boolean {
  const kind = refusalKind(error);
  return kind === 'not-supported' || kind === 'no-such-argument';
}
