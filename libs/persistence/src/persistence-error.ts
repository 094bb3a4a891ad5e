/** Every failure this library can name. A code, once released, is never reused or renamed. */
export const PERSISTENCE_ERRORS = {
  DATABASE_UNAVAILABLE: { retryable: true, summary: 'the database does not answer' },
  MIGRATIONS_PENDING: { retryable: false, summary: 'the database lacks migrations; run the migrate command first' },
  LEASE_LOST: { retryable: true, summary: 'another worker has taken this work over' },
  VERSION_MISMATCH: { retryable: false, summary: 'changed by somebody else meanwhile' },
  NOT_FOUND: { retryable: false, summary: 'no such row' },
  DUPLICATE: { retryable: false, summary: 'a row with this key exists' },
  IN_USE: { retryable: false, summary: 'something else still needs this row' },
  ILLEGAL_TRANSITION: { retryable: false, summary: 'move not allowed in this state' },
  PRIORITY_TIE: { retryable: false, summary: 'two groups of one priority set the same key' },
  HOPS_REFUSED: { retryable: false, summary: 'the way leads through itself, or through too many jump hosts' },
  SECRET_UNREADABLE: { retryable: false, summary: 'a stored secret cannot be opened with this master key' },
  MASTER_KEY_INVALID: { retryable: false, summary: 'the master key file does not hold 32 bytes in base64' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type PersistenceErrorCode = keyof typeof PERSISTENCE_ERRORS;

/** `details` goes to logs and API answers as is: identifiers and numbers, never secrets. */
export class PersistenceError extends Error {
  override readonly name = 'PersistenceError';

  constructor(
    readonly code: PersistenceErrorCode,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${PERSISTENCE_ERRORS[code].summary}`, options);
  }

  get retryable(): boolean {
    return PERSISTENCE_ERRORS[this.code].retryable;
  }
}
