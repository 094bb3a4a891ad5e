/** Verification results of OpenSSL (`X509_V_ERR_*` without the prefix) and of Node, by what an operator would do. */
const CAUSES: Readonly<Record<string, string>> = {
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

/** The stable cause of a failed TLS connection; null when `code` is not about TLS. */
export function tlsFailure(code: string): string | null {
  const known = CAUSES[code];
  if (known !== undefined) return known;
  if (CERTIFICATE_REFUSED.test(code)) return 'tls-certificate';
  return HANDSHAKE_FAILED.test(code) ? 'tls-handshake' : null;
}
