import { SshError, type SshErrorCode } from '../../../../libs/ssh/src/index.js';
import type { ReadingOutcome } from '../../../../libs/persistence/src/index.js';
import type { Attempt } from './appliance-sessions.js';

const BLOCKED: Partial<Record<SshErrorCode, string>> = {
  HOST_KEY_UNTRUSTED: 'host-key-untrusted',
  HOST_KEY_CHANGED: 'host-key-changed',
  PASSWORD_CHANGE_REQUIRED: 'password-change-required',
};

/** What a jump host can fail with that only a person can mend, so that nothing behind it is tried. */
const KEY_OF_HOP: ReadonlySet<string> = new Set(['HOST_KEY_UNTRUSTED', 'HOST_KEY_CHANGED']);

/**
 * Says what a failed session means for the inventory: where the key is the cause, as exactly as the attempt tells.
 * Anything but an SSH failure is a bug and is thrown on.
 */
export function outcomeOfFailure(error: unknown, attempt: Attempt = { offeredKey: null }): ReadingOutcome {
  if (!(error instanceof SshError)) throw error;
  const blocked = BLOCKED[error.code];
  if (blocked !== undefined) return { kind: 'blocked', cause: causeOfKey(attempt) ?? blocked };
  if (error.code === 'JUMP_FAILED' && KEY_OF_HOP.has(String(error.details['hopCode']))) {
    return { kind: 'blocked', cause: 'jump-host-untrusted' };
  }
  if (error.code === 'AUTH_FAILED') return { kind: 'login-failed', cause: 'auth-failed' };
  return { kind: 'unreachable', cause: error.code.toLowerCase().replaceAll('_', '-') };
}

function causeOfKey({ offeredKey, refusal }: Attempt): string | null {
  return offeredKey?.verdict === 'revoked' ? 'host-key-revoked' : (refusal ?? null);
}
