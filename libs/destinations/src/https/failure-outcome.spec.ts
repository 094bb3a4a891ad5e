import { describe, expect, it } from '@jest/globals';
import { abortOutcome, failureOutcome } from './failure-outcome.js';

const failure = (code: unknown, cause?: unknown): Error =>
  Object.assign(new Error('text of a stranger', { cause }), { code });

describe('failureOutcome', () => {
  it.each<[string, unknown, string, string]>([
    ['a refused connection', failure('ECONNREFUSED'), 'deferred', 'network-ECONNREFUSED'],
    ['an unknown name', failure('ENOTFOUND'), 'deferred', 'network-ENOTFOUND'],
    ['a reset', failure('ECONNRESET'), 'deferred', 'network-ECONNRESET'],
    ['a slow connect', failure('UND_ERR_CONNECT_TIMEOUT'), 'deferred', 'timeout'],
    ['a slow answer', failure('UND_ERR_HEADERS_TIMEOUT'), 'deferred', 'timeout'],
    ['a slow body', failure('UND_ERR_BODY_TIMEOUT'), 'deferred', 'timeout'],
    ['a closed socket', failure('UND_ERR_SOCKET'), 'deferred', 'network-closed'],
    ['a closed socket with its reason', failure('UND_ERR_SOCKET', failure('EPIPE')), 'deferred', 'network-EPIPE'],
    ['an answer that is no HTTP', failure('HPE_INVALID_CONSTANT'), 'deferred', 'protocol-error'],
    ['an error without a code', new Error('x'), 'deferred', 'network-unknown'],
    ['something thrown that is no error', 'x', 'deferred', 'network-unknown'],
    ['a code that is no constant', failure('text of a stranger'), 'deferred', 'network-unknown'],
    ['a report of another length', failure('UND_ERR_REQ_CONTENT_LENGTH_MISMATCH'), 'refused', 'report-length'],
    ['an unknown authority', failure('SELF_SIGNED_CERT_IN_CHAIN'), 'refused', 'tls-unknown-ca'],
    ['a missing intermediate', failure('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'refused', 'tls-unknown-ca'],
    ['a name that does not match', failure('ERR_TLS_CERT_ALTNAME_INVALID'), 'refused', 'tls-name-mismatch'],
    ['an expired certificate', failure('CERT_HAS_EXPIRED'), 'refused', 'tls-expired'],
    ['a certificate of tomorrow', failure('CERT_NOT_YET_VALID'), 'refused', 'tls-not-yet-valid'],
    ['a revoked certificate', failure('CERT_REVOKED'), 'refused', 'tls-revoked'],
    ['a rarer certificate fault', failure('PATH_LENGTH_EXCEEDED'), 'refused', 'tls-certificate'],
    ['no common version', failure('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'refused', 'tls-handshake'],
    ['a port that speaks no TLS', failure('EPROTO'), 'refused', 'tls-handshake'],
  ])('names %s', (_what, error, kind, cause) => {
    expect(failureOutcome(error)).toMatchObject({ kind, cause });
    expect(JSON.stringify(failureOutcome(error))).not.toContain('stranger');
  });
});

describe('abortOutcome', () => {
  it.each([
    ['a deadline', new DOMException('late', 'TimeoutError'), 'timeout'],
    ['a cancelled delivery', new DOMException('stop', 'AbortError'), 'cancelled'],
    ['any other reason', 'shutdown', 'cancelled'],
  ])('names %s', (_what, reason, cause) => {
    expect(abortOutcome(reason)).toMatchObject({ kind: 'deferred', cause, retryAfterMs: null });
  });
});
