import { createPublicKey, verify, type JsonWebKey, type KeyObject } from 'node:crypto';
import { WireReader } from './wire-reader.js';

/** What an EC key type of RFC 5656 means to the crypto library. */
const CURVES: Readonly<Record<string, { crv: string; digest: string; coordinateBytes: number }>> = {
  nistp256: { crv: 'P-256', digest: 'sha256', coordinateBytes: 32 },
  nistp384: { crv: 'P-384', digest: 'sha384', coordinateBytes: 48 },
  nistp521: { crv: 'P-521', digest: 'sha512', coordinateBytes: 66 },
};
const ED25519_BYTES = 32;
/** RFC 8332; the `ssh-rsa` signature of RFC 4253 rests on SHA-1 and is not among them. */
const RSA_DIGESTS: Readonly<Record<string, string>> = { 'rsa-sha2-256': 'sha256', 'rsa-sha2-512': 'sha512' };
/** NIST SP 800-131A: shorter RSA keys are no proof any more. */
const LEAST_RSA_BITS = 2048;

/** Key types that a host, or an authority over hosts, can be known by; in the order in which sessions ask for them. */
export const HOST_KEY_TYPES: readonly string[] = [
  'ssh-ed25519',
  ...Object.keys(CURVES).map((curve) => `ecdsa-sha2-${curve}`),
  'ssh-rsa',
];

/** True if the blob is a whole public key of one of HOST_KEY_TYPES in SSH wire format. It may still be no valid point. */
export function isHostKeyBlob(blob: Buffer): boolean {
  return fieldsOf(blob) !== null;
}

/** `weak`: SHA-1, or an RSA key below 2048 bits, which prove nothing any more. */
export type SignatureVerdict = 'good' | 'wrong' | 'weak';

/** Checks a signature in SSH wire format (RFC 4253 §6.6, 5656 §3.1.2, 8332, 8709) made with the key of `blob`. */
export function verifySignature(blob: Buffer, signed: Buffer, signature: Buffer): SignatureVerdict {
  const key = fieldsOf(blob);
  const reader = new WireReader(signature);
  const algorithm = reader.text();
  const value = reader.string();
  const object = key === null ? null : keyObject(key);
  if (key === null || object === null || !reader.isComplete) return 'wrong';
  if ('modulus' in key) {
    const digest = RSA_DIGESTS[algorithm];
    if (algorithm === 'ssh-rsa' || (object.asymmetricKeyDetails?.modulusLength ?? 0) < LEAST_RSA_BITS) return 'weak';
    return digest !== undefined && verify(digest, signed, object, value) ? 'good' : 'wrong';
  }
  if (algorithm !== key.type) return 'wrong';
  if (key.type === 'ssh-ed25519') return verify(null, signed, object, value) ? 'good' : 'wrong';
  const curve = CURVES[key.curve];
  const plain = curve === undefined ? null : ecSignature(value, curve.coordinateBytes);
  if (curve === undefined || plain === null) return 'wrong';
  return verify(curve.digest, signed, { key: object, dsaEncoding: 'ieee-p1363' }, plain) ? 'good' : 'wrong';
}

type KeyFields =
  { type: 'ssh-rsa'; exponent: Buffer; modulus: Buffer } | { type: string; curve: string; point: Buffer };

function fieldsOf(blob: Buffer): KeyFields | null {
  const reader = new WireReader(blob);
  const type = reader.text();
  if (!HOST_KEY_TYPES.includes(type)) return null;
  if (type === 'ssh-rsa') {
    const [exponent, modulus] = [positive(reader.string()), positive(reader.string())];
    const isWhole = reader.isComplete && exponent.length > 0 && modulus.length > 0;
    return isWhole ? { type, exponent, modulus } : null;
  }
  if (type === 'ssh-ed25519') {
    const point = reader.string();
    return reader.isComplete && point.length === ED25519_BYTES ? { type, point, curve: '' } : null;
  }
  const curve = reader.text();
  const point = reader.string();
  const bytes = CURVES[curve]?.coordinateBytes ?? 0;
  // 4 opens an uncompressed point, the only form that SSH uses (RFC 5656 §3.1).
  const isPoint = point.length === 1 + 2 * bytes && point[0] === 4;
  return reader.isComplete && type === `ecdsa-sha2-${curve}` && isPoint ? { type, curve, point } : null;
}

function keyObject(key: KeyFields): KeyObject | null {
  try {
    return createPublicKey({ key: webKey(key), format: 'jwk' });
  } catch {
    return null; // not a point of its curve
  }
}

function webKey(key: KeyFields): JsonWebKey {
  if ('modulus' in key) return { kty: 'RSA', e: base64url(key.exponent), n: base64url(key.modulus) };
  const curve = CURVES[key.curve];
  if (curve === undefined) return { kty: 'OKP', crv: 'Ed25519', x: base64url(key.point) };
  const [x, y] = [key.point.subarray(1, 1 + curve.coordinateBytes), key.point.subarray(1 + curve.coordinateBytes)];
  return { kty: 'EC', crv: curve.crv, x: base64url(x), y: base64url(y) };
}

/** RFC 5656 has r and s as numbers of any length, the crypto library as two fields of fixed length. */
function ecSignature(value: Buffer, coordinateBytes: number): Buffer | null {
  const reader = new WireReader(value);
  const parts = [positive(reader.string()), positive(reader.string())];
  if (!reader.isComplete || parts.some((part) => part.length > coordinateBytes)) return null;
  return Buffer.concat(parts.flatMap((part) => [Buffer.alloc(coordinateBytes - part.length), part]));
}

/** The digits of an mpint without leading zeros. */
function positive(number: Buffer): Buffer {
  const first = number.findIndex((byte) => byte !== 0);
  return first === -1 ? Buffer.alloc(0) : number.subarray(first);
}

const base64url = (bytes: Buffer): string => bytes.toString('base64url');
