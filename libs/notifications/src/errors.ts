/**
 * Mistakes of the caller or of a channel's settings, found before anything is sent. What a receiver answers is a
 * `NotificationOutcome`. A code, once released, is never reused or renamed.
 */
export const NOTIFICATION_ERRORS = {
  SETTINGS_INVALID: { retryable: false, summary: 'the settings of the channel cannot be used' },
  MESSAGE_INVALID: { retryable: false, summary: 'the message cannot be put into the words of this channel' },
  LISTEN_FAILED: { retryable: true, summary: 'the address for receiving could not be opened' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type NotificationErrorCode = keyof typeof NOTIFICATION_ERRORS;

/** `details` may be logged and shown as is: identifiers and numbers, never secrets. */
export class NotificationError extends Error {
  override readonly name = 'NotificationError';

  constructor(
    readonly code: NotificationErrorCode,
    readonly details: Readonly<Record<string, string | number>> = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${NOTIFICATION_ERRORS[code].summary}`, options);
  }

  get retryable(): boolean {
    return NOTIFICATION_ERRORS[this.code].retryable;
  }

  get summary(): string {
    return NOTIFICATION_ERRORS[this.code].summary;
  }
}
