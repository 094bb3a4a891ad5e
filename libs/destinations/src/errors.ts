/**
 * Mistakes of the caller or of the settings, found before anything is sent. What a receiver answers is an `Outcome`.
 * A code, once released, is never reused or renamed.
 */
export const DESTINATION_ERRORS = {
  URL_INVALID: { retryable: false, summary: 'the address is not a plain https URL' },
  CA_INVALID: { retryable: false, summary: 'the certificate authority is not a readable PEM certificate' },
  TOKEN_INVALID: { retryable: false, summary: 'the bearer token holds characters no token has' },
  REPORT_INVALID: { retryable: false, summary: 'the report has no usable id, size or digest' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type DestinationErrorCode = keyof typeof DESTINATION_ERRORS;

/** `details` may be logged and shown as is: identifiers and numbers, never secrets. */
export class DestinationError extends Error {
  override readonly name = 'DestinationError';

  constructor(
    readonly code: DestinationErrorCode,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${DESTINATION_ERRORS[code].summary}`, options);
  }

  get retryable(): boolean {
    return DESTINATION_ERRORS[this.code].retryable;
  }

  get summary(): string {
    return DESTINATION_ERRORS[this.code].summary;
  }
}
