/** Every failure this library can name. */
export const TESTING_ERRORS = {
  SERVERS_MISSING: { retryable: false, summary: 'no database or Redis to test against' },
  BUILD_MISSING: { retryable: false, summary: 'the program to launch has not been built' },
  PROCESS_ENDED: { retryable: false, summary: 'a launched process ended before it was ready' },
  NEVER_READY: { retryable: true, summary: 'a launched process did not become ready in time' },
  BROWSER_MISSING: { retryable: false, summary: 'no browser could be started' },
  TRANSCRIPT_UNPAIRED: { retryable: false, summary: 'a transcript has no expected values beside it' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type TestingErrorCode = keyof typeof TESTING_ERRORS;

/** A spec's surroundings are not there; `message` says what to do about it. */
export class TestingError extends Error {
  override readonly name = 'TestingError';

  constructor(
    readonly code: TestingErrorCode,
    advice: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${advice}`, options);
  }

  get retryable(): boolean {
    return TESTING_ERRORS[this.code].retryable;
  }
}
