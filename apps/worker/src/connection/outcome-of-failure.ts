import { SshError, type SshErrorCode } from '../../../../libs/ssh/src/index.js';
import type { ReadingOutcome } from '../../../../libs/persistence/src/index.js';

const BLOCKED: Partial<Record<SshErrorCode, string>> = {
  HOST_KEY_UNTRUSTED: 'host-key-untrusted',
  HOST_KEY_CHANGED: 'host-key-changed',
  PASSWORD_CHANGE_REQUIRED: 'password-change-required',
};

/** Says what a failed session means for the inventory. Anything but an SSH failure is a bug and is thrown on. */
export function outcomeOfFailure(error: unknown): ReadingOutcome {
  if (!(error instanceof SshError)) throw error;
  const blocked = BLOCKED[error.code];
  if (blocked !== undefined) return { kind: 'blocked', cause: blocked };
  if (error.code === 'AUTH_FAILED') return { kind: 'login-failed', cause: 'auth-failed' };
  return { kind: 'unreachable', cause: error.code.toLowerCase().replaceAll('_', '-') };
}
