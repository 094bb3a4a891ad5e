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

/**
 * Says whether a refusal only means "another session is saving": wait and send it again.
 * Source: vendor message list, numbers 292 and 293.
 */
export function isBusyRefusal(message: string): boolean {
  return /^operation (?:already|now) in progress\b/i.test(message);
}

const NOT_SUPPORTED =
  /^(?:(?:invalid|no such|unknown|ambiguous) command|(?:no such|unknown) argument)\b|\bnot supported\b/i;

/**
 * Says whether an error means that this model or build does not know the command, the resource or the flag, which is
 * "not supported here": neither a failed check nor a healthy one. A missing object (`No such resource`) or missing
 * rights are not that. Source: vendor message list, numbers 1088 to 1090; `Invalid command` of the SVM is derived.
 */
export function isNotSupported(error: unknown): boolean {
  if (!(error instanceof TranscriptError) || error.code !== 'DEVICE_REFUSED') return false;
  return NOT_SUPPORTED.test(String(error.details['message'] ?? ''));
}
