/** Every failure a session can name. A code, once released, is never reused or renamed. */
export const SSH_ERRORS = {
  CONNECT_REFUSED: { retryable: true, summary: 'nothing accepts connections at this address and port' },
  CONNECT_TIMEOUT: { retryable: true, summary: 'the connection or its key exchange took too long' },
  DNS_FAILED: { retryable: true, summary: 'the name has no address' },
  NO_ROUTE: { retryable: true, summary: 'no network path to the address' },
  CONNECTION_LOST: { retryable: true, summary: 'the connection ended before the work was done' },
  HANDSHAKE_FAILED: {
    retryable: false,
    summary: 'no SSH handshake: other protocol, no common algorithm or a bad proof',
  },
  AUTH_FAILED: { retryable: false, summary: 'the login was refused' },
  AUTH_TIMEOUT: { retryable: true, summary: 'the login took too long' },
  HOST_KEY_UNTRUSTED: { retryable: false, summary: 'the host key has not been approved' },
  HOST_KEY_CHANGED: { retryable: false, summary: 'the host key is not the approved one' },
  CHANNEL_REFUSED: { retryable: true, summary: 'the server refused to open a channel or start the command' },
  COMMAND_TIMEOUT: { retryable: true, summary: 'the command took too long' },
  COMMAND_INVALID: { retryable: false, summary: 'the command holds a control character' },
  OUTPUT_TOO_LARGE: { retryable: false, summary: 'the command printed more than the limit' },
  PASSWORD_CHANGE_REQUIRED: { retryable: false, summary: 'the server demands a new password before any work' },
  SFTP_FAILED: { retryable: true, summary: 'the file transfer failed' },
  FILE_CHANGED: { retryable: false, summary: 'the remote file is no longer the one that was begun' },
  FILE_MISSING: { retryable: false, summary: 'the remote file does not exist' },
  SESSION_TIMEOUT: { retryable: true, summary: 'the session as a whole took too long' },
  SESSION_BUSY: { retryable: true, summary: 'the only login that the server allows is in use' },
  JUMP_FAILED: { retryable: true, summary: 'a host on the way to the server could not be used' },
  PROXY_REFUSED: { retryable: true, summary: 'the proxy on the way would not connect to the server' },
  CANCELLED: { retryable: false, summary: 'the caller ended the session' },
} as const satisfies Record<string, { retryable: boolean; summary: string }>;

export type SshErrorCode = keyof typeof SSH_ERRORS;

export type SshErrorDetails = Readonly<Record<string, string | number>>;

/** `details` may be logged and shown as is: addresses, limits and fingerprints, never secrets or what a device printed. */
export class SshError extends Error {
  override readonly name = 'SshError';

  constructor(
    readonly code: SshErrorCode,
    readonly details: SshErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(`${code}: ${SSH_ERRORS[code].summary}`, options);
  }

  /** True when the same call may succeed later without anybody changing anything. */
  get retryable(): boolean {
    // What stopped the hop decides: a dead one may come back, a refused password stays refused.
    if (this.code === 'JUMP_FAILED' && this.cause instanceof SshError) return this.cause.retryable;
    return SSH_ERRORS[this.code].retryable;
  }

  get summary(): string {
    return SSH_ERRORS[this.code].summary;
  }
}
