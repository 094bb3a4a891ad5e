import { createHash } from 'node:crypto';

/** The host key a server offered. */
export interface OfferedHostKey {
  /** Key type named inside the blob, for example `ssh-ed25519`; an RSA key is always `ssh-rsa`, whatever signature it uses. */
  readonly algorithm: string;
  /** `SHA256:` and unpadded base64, as OpenSSH prints it. */
  readonly fingerprint: string;
  /** Public key in SSH wire format (RFC 4253 §6.6). */
  readonly blob: Buffer;
}

export type TrustVerdict = 'trusted' | 'untrusted' | 'changed';

/** Names a public key blob. A blob too short to name its type gets the algorithm `unknown`. */
export function describeHostKey(blob: Buffer): OfferedHostKey {
  const digest = createHash('sha256').update(blob).digest('base64').replace(/=+$/, '');
  return { algorithm: algorithmOf(blob), fingerprint: `SHA256:${digest}`, blob };
}

/** RFC 4253 §6.6: a blob opens with its type as a length-prefixed string. */
function algorithmOf(blob: Buffer): string {
  if (blob.length < 4) return 'unknown';
  const end = 4 + blob.readUInt32BE(0);
  const name = blob.toString('latin1', 4, end);
  return end <= blob.length && /^[\x21-\x7e]{1,64}$/.test(name) ? name : 'unknown';
}
