import { describe, expect, it } from '@jest/globals';
import { SshError, type SshErrorCode } from '../../../../libs/ssh/src/index.js';
import { outcomeOfFailure } from './outcome-of-failure.js';

describe('outcomeOfFailure', () => {
  it.each<[SshErrorCode, string, string]>([
    ['HOST_KEY_UNTRUSTED', 'blocked', 'host-key-untrusted'],
    ['HOST_KEY_CHANGED', 'blocked', 'host-key-changed'],
    ['PASSWORD_CHANGE_REQUIRED', 'blocked', 'password-change-required'],
    ['AUTH_FAILED', 'login-failed', 'auth-failed'],
    ['CONNECT_TIMEOUT', 'unreachable', 'connect-timeout'],
    ['CONNECT_REFUSED', 'unreachable', 'connect-refused'],
    ['COMMAND_TIMEOUT', 'unreachable', 'command-timeout'],
  ])('takes %s as %s', (code, kind, cause) => {
    expect(outcomeOfFailure(new SshError(code, {}))).toEqual({ kind, cause });
  });

  it.each<[string, Parameters<typeof outcomeOfFailure>[1], string]>([
    [
      'a revoked key',
      { offeredKey: { fingerprint: 'F', algorithm: 'ssh-ed25519', verdict: 'revoked' } },
      'host-key-revoked',
    ],
    [
      'a certificate that does not count',
      {
        offeredKey: { fingerprint: 'F', algorithm: 'ssh-ed25519', verdict: 'pending' },
        refusal: 'certificate-expired',
      },
      'certificate-expired',
    ],
    [
      'a key without a certificate',
      { offeredKey: { fingerprint: 'F', algorithm: 'ssh-ed25519', verdict: 'pending' }, refusal: null },
      'host-key-untrusted',
    ],
  ])('says that %s is the cause', (_what, attempt, cause) => {
    expect(outcomeOfFailure(new SshError('HOST_KEY_UNTRUSTED', {}), attempt)).toEqual({ kind: 'blocked', cause });
  });

  it('throws a bug on, so that it cannot pass for a dead appliance', () => {
    const bug = new TypeError('x is not a function');
    expect(() => outcomeOfFailure(bug)).toThrow(bug);
  });
});
