/** Every failure this library can name. A code, once released, is never reused or renamed. */
export const CALL_HOME_ERRORS = {
  SETTING_AMBIGUOUS: { retryable: false, summary: 'two layers of one rank set the same key' },
  SCOPE_UNKNOWN: { retryable: false, summary: 'no settings layer has such a scope' },
  DRIFT_TRANSITION_ILLEGAL: { retryable: false, summary: 'move not allowed in this drift state' },
  DELIVERY_TRANSITION_ILLEGAL: { retryable: false, summary: 'event not allowed in this delivery state' },
  ROLLOUT_TRANSITION_ILLEGAL: { retryable: false, summary: 'event not allowed in this rollout state' },
  TARGET_TRANSITION_ILLEGAL: { retryable: false, summary: 'event not allowed in this state of a rollout target' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type CallHomeErrorCode = keyof typeof CALL_HOME_ERRORS;

/** The one error of this library. `details` may go to logs and answers as is: identifiers and numbers, no secrets. */
export class CallHomeError extends Error {
  override readonly name = 'CallHomeError';

  constructor(
    readonly code: CallHomeErrorCode,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${CALL_HOME_ERRORS[code].summary}`, options);
  }

  /** True when the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    return CALL_HOME_ERRORS[this.code].retryable;
  }
}
