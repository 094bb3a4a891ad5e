import type { NotificationOutcome } from '../channel.js';
import type { HostVerdict } from '../address-policy/reach-host.js';

/** An attempt that was not handed over, or of which nobody knows whether it was. */
export type Failure = Exclude<NotificationOutcome, { kind: 'sent' }>;

/** Verification results of OpenSSL (`X509_V_ERR_*` without the prefix) and of Node, by what an operator would do. */
const TLS_CAUSES: Readonly<Record<string, string>> = {
  UNABLE_TO_GET_ISSUER_CERT: 'tls-unknown-ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls-unknown-ca',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls-unknown-ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'tls-unknown-ca',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'tls-unknown-ca',
  CERT_UNTRUSTED: 'tls-unknown-ca',
  INVALID_CA: 'tls-unknown-ca',
  CERT_SIGNATURE_FAILURE: 'tls-unknown-ca', // a stranger's authority under the name of a known one
  CERT_HAS_EXPIRED: 'tls-expired',
  CERT_NOT_YET_VALID: 'tls-not-yet-valid',
  CERT_REVOKED: 'tls-revoked',
  ERR_TLS_CERT_ALTNAME_INVALID: 'tls-name-mismatch',
  HOSTNAME_MISMATCH: 'tls-name-mismatch',
};

/** The rarer verification results; all of them say that this certificate will not do. */
const CERTIFICATE_REFUSED =
  /^(?:CERT_|CRL_|UNABLE_TO_|ERROR_IN_CERT|INVALID_|PATH_LENGTH|AKID_|SUBJECT_ISSUER|KEYUSAGE|UNHANDLED_CRITICAL|EE_KEY|CA_KEY|CA_MD)/;

/** `EPROTO` and OpenSSL's own errors: the two sides found no common version, cipher or even protocol. */
const HANDSHAKE_FAILED = /^(?:ERR_SSL_|ERR_TLS_|EPROTO$)/;

/** Turns an error of a connection into an outcome; only the error's code is passed on, never its text. */
export function failureOutcome(error: unknown): Failure {
  const code = errorCode(error) ?? 'unknown';
  const tls = TLS_CAUSES[code] ?? (CERTIFICATE_REFUSED.test(code) ? 'tls-certificate' : null);
  const refused = tls ?? (HANDSHAKE_FAILED.test(code) ? 'tls-handshake' : null);
  if (refused !== null) return { kind: 'refused', cause: refused, detail: `the TLS connection failed (${code})` };
  if (code === 'ETIMEDOUT') return deferred('timeout', 'the other side was too slow (ETIMEDOUT)');
  if (code.startsWith('HPE_')) return deferred('protocol-error', `the answer was no HTTP (${code})`);
  return deferred(`network-${code}`, `the connection failed (${code})`);
}

/** A host that was not even tried. `detail` names no host: an address may be part of a secret URL. */
export function unreachedOutcome(verdict: Exclude<HostVerdict, { kind: 'reachable' }>): Failure {
  if (verdict.kind === 'unresolved') return failureOutcome({ code: verdict.code });
  const detail = `the address policy does not allow this host (${verdict.reason} address)`;
  return { kind: 'refused', cause: 'address-not-allowed', detail };
}

/** An attempt that its caller ended, or whose time ran out. */
export function abortOutcome(reason: unknown): Failure {
  const timedOut = typeof reason === 'object' && reason !== null && 'name' in reason && reason.name === 'TimeoutError';
  if (timedOut) return deferred('timeout', 'the attempt used up its time');
  return deferred('cancelled', 'the attempt was cancelled');
}

/** Looks at the shape only; codes are names of constants, anything else is not passed on. Null when there is none. */
export function errorCode(error: unknown): string | null {
  if (typeof error !== 'object' || error === null || !('code' in error)) return null;
  return typeof error.code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(error.code) ? error.code : null;
}

function deferred(cause: string, detail: string): Failure {
  return { kind: 'deferred', cause, detail, retryAfterMs: null };
}
