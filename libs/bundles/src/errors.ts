/** Every failure of the store. A code, once released, is never reused or renamed. */
export const BUNDLE_ERRORS = {
  BUNDLE_ID_INVALID: { retryable: false, summary: 'the bundle id is not a plain name' },
  BUNDLE_TOO_LARGE: { retryable: false, summary: 'the bundle is larger than allowed' },
  BUNDLE_MISSING: { retryable: false, summary: 'the store has no such bundle' },
  BUNDLE_CORRUPT: { retryable: false, summary: 'the stored bytes are not the ones recorded' },
  SOURCE_INTERRUPTED: { retryable: true, summary: 'the source ended before its last byte' },
  STORAGE_FULL: { retryable: true, summary: 'no space left for the bundle' },
  STORAGE_FAILED: { retryable: true, summary: 'the storage refused to read or write' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type BundleErrorCode = keyof typeof BUNDLE_ERRORS;

/** `details` may be logged and shown as is: ids, sizes, digests and system error codes, never contents. */
export class BundleError extends Error {
  override readonly name = 'BundleError';

  constructor(
    readonly code: BundleErrorCode,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${BUNDLE_ERRORS[code].summary}`, options);
  }

  /** True when the same call may succeed later without anybody changing the bundle. */
  get retryable(): boolean {
    return BUNDLE_ERRORS[this.code].retryable;
  }

  get summary(): string {
    return BUNDLE_ERRORS[this.code].summary;
  }
}
