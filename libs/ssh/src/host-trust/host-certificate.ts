import { describeHostKey, type OfferedHostKey } from '../host-key.js';
import { matchesPattern } from './matches-pattern.js';
import { isHostKeyBlob, verifySignature } from './public-key.js';
import { WireReader, wireString } from './wire-reader.js';

/** Certificate types by the type of the key they certify, with how many strings that key has (PROTOCOL.certkeys of OpenSSH). */
const CERTIFICATE_TYPES: Readonly<Record<string, { plain: string; keyStrings: number }>> = {
  'ssh-ed25519-cert-v01@openssh.com': { plain: 'ssh-ed25519', keyStrings: 1 },
  'ecdsa-sha2-nistp256-cert-v01@openssh.com': { plain: 'ecdsa-sha2-nistp256', keyStrings: 2 },
  'ecdsa-sha2-nistp384-cert-v01@openssh.com': { plain: 'ecdsa-sha2-nistp384', keyStrings: 2 },
  'ecdsa-sha2-nistp521-cert-v01@openssh.com': { plain: 'ecdsa-sha2-nistp521', keyStrings: 2 },
  'ssh-rsa-cert-v01@openssh.com': { plain: 'ssh-rsa', keyStrings: 2 },
};

const HOST_TYPE = 2;
const LAST_DATE_SECONDS = 8_640_000_000_000n;

/** A certificate that an authority gave to a host. Nothing of it is believed before it is judged. */
export interface HostCertificate {
  /** The key that it certifies. */
  readonly key: OfferedHostKey;
  readonly isForHost: boolean;
  readonly serial: bigint;
  /** The authority's own word for it; the untrusted text of a stranger. */
  readonly keyId: string;
  /** Names that the host may go by, with `*` and `?`; none means any. */
  readonly principals: readonly string[];
  /** Epoch milliseconds, inclusive; null: since ever. */
  readonly validFromMs: number | null;
  /** Epoch milliseconds, exclusive; null: for ever. */
  readonly validUntilMs: number | null;
  readonly criticalOptions: readonly string[];
  /** Public key of the authority in SSH wire format. */
  readonly authorityBlob: Buffer;
  readonly signedBytes: Buffer;
  readonly signature: Buffer;
}

/** Reads a host certificate in the wire format of OpenSSH's PROTOCOL.certkeys; null if the bytes are none. */
export function parseHostCertificate(blob: Buffer): HostCertificate | null {
  const reader = new WireReader(blob);
  const type = CERTIFICATE_TYPES[reader.text()];
  if (type === undefined) return null;
  reader.string(); // the nonce is there for the signature only
  const keyStrings = Array.from({ length: type.keyStrings }, () => wireString(reader.string()));
  const serial = reader.uint64();
  const kind = reader.uint32();
  const keyId = reader.text();
  const principals = stringsIn(reader.string());
  const validFrom = reader.uint64();
  const validUntil = reader.uint64();
  const criticalOptions = stringsIn(reader.string());
  reader.string(); // extensions: none is defined for hosts, and unknown ones are to be ignored
  reader.string(); // reserved
  const authorityBlob = reader.string();
  const signedBytes = blob.subarray(0, reader.offset);
  const signature = reader.string();
  const key = describeHostKey(Buffer.concat([wireString(type.plain), ...keyStrings]));
  if (!reader.isComplete || principals === null || criticalOptions === null || !isHostKeyBlob(key.blob)) return null;
  return {
    key,
    isForHost: kind === HOST_TYPE,
    serial,
    keyId,
    principals,
    validFromMs: validFrom === 0n ? null : instantMs(validFrom),
    validUntilMs: validUntil > LAST_DATE_SECONDS ? null : instantMs(validUntil),
    // Options come as name and data in turn.
    criticalOptions: criticalOptions.filter((_, index) => index % 2 === 0),
    authorityBlob,
    signedBytes,
    signature,
  };
}

/** Someone whose word for a host key counts. */
export interface HostAuthority {
  readonly name: string;
  /** Public key in SSH wire format. */
  readonly blob: Buffer;
}

/** What a certificate is held against. */
export interface CertificateQuestion {
  readonly authorities: readonly HostAuthority[];
  /** Address and names under which the host is reached; one of them must be listed in the certificate. */
  readonly names: readonly string[];
  /** The plain key that the host offered: a certificate for another key says nothing about it. */
  readonly offered: OfferedHostKey;
  /** Epoch milliseconds. */
  readonly nowMs: number;
  readonly isRevoked: (fingerprint: string) => boolean;
}

/** Why a certificate does not make a key trusted. */
export type CertificateRefusal =
  | 'certificate-unreadable'
  | 'certificate-not-for-hosts'
  | 'certificate-for-another-key'
  | 'certificate-authority-unknown'
  | 'certificate-signature-weak'
  | 'certificate-signature-wrong'
  | 'certificate-key-revoked'
  | 'certificate-critical-option'
  | 'certificate-not-yet-valid'
  | 'certificate-expired'
  | 'certificate-name-not-listed';

export type CertificateVerdict =
  | { readonly authority: string; readonly refusal: null }
  | { readonly authority: null; readonly refusal: CertificateRefusal };

/** Says which authority vouches for the offered key by this certificate, or the first reason why none does. */
export function judgeHostCertificate(blob: Buffer, question: CertificateQuestion): CertificateVerdict {
  const certificate = parseHostCertificate(blob);
  if (certificate === null) return { authority: null, refusal: 'certificate-unreadable' };
  const authority = question.authorities.find((one) => one.blob.equals(certificate.authorityBlob));
  if (authority === undefined) return { authority: null, refusal: 'certificate-authority-unknown' };
  const refusal = refusalOf(certificate, question);
  return refusal === null ? { authority: authority.name, refusal } : { authority: null, refusal };
}

function refusalOf(certificate: HostCertificate, question: CertificateQuestion): CertificateRefusal | null {
  const { authorityBlob, signedBytes, signature, key, validFromMs, validUntilMs, principals } = certificate;
  const { offered, nowMs, names, isRevoked } = question;
  // The signature first: nothing that the certificate says is anybody's word before that.
  const verdict = verifySignature(authorityBlob, signedBytes, signature);
  if (verdict !== 'good') return verdict === 'weak' ? 'certificate-signature-weak' : 'certificate-signature-wrong';
  if (!certificate.isForHost) return 'certificate-not-for-hosts';
  if (!key.blob.equals(offered.blob)) return 'certificate-for-another-key';
  if (isRevoked(key.fingerprint) || isRevoked(describeHostKey(authorityBlob).fingerprint)) {
    return 'certificate-key-revoked';
  }
  // No critical option is defined for hosts, and one that is not understood must be refused (PROTOCOL.certkeys).
  if (certificate.criticalOptions.length > 0) return 'certificate-critical-option';
  if (validFromMs !== null && nowMs < validFromMs) return 'certificate-not-yet-valid';
  if (validUntilMs !== null && nowMs >= validUntilMs) return 'certificate-expired';
  const isListed = principals.some((principal) => names.some((name) => matchesPattern(principal, name)));
  return principals.length > 0 && !isListed ? 'certificate-name-not-listed' : null;
}

/** Which certificate types can certify a key of this type; empty if none can. RSA is offered by its SHA-2 names (RFC 8332). */
export function certificateAlgorithmsFor(keyType: string): readonly string[] {
  if (keyType === 'ssh-rsa') return ['rsa-sha2-512-cert-v01@openssh.com', 'rsa-sha2-256-cert-v01@openssh.com'];
  return Object.keys(CERTIFICATE_TYPES).filter((type) => CERTIFICATE_TYPES[type]?.plain === keyType);
}

function stringsIn(bytes: Buffer): string[] | null {
  const reader = new WireReader(bytes);
  const strings: string[] = [];
  while (reader.isIntact && !reader.isComplete) strings.push(reader.text());
  return reader.isIntact ? strings : null;
}

function instantMs(seconds: bigint): number {
  return Number(seconds > LAST_DATE_SECONDS ? LAST_DATE_SECONDS : seconds) * 1000;
}
