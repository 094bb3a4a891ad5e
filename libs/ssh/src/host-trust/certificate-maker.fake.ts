import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { wireString } from './wire-reader.js';

/** An ed25519 key pair with its public half as SSH has it. */
export interface FakeKey {
  readonly blob: Buffer;
  readonly secret: KeyObject;
}

export function newFakeKey(): FakeKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const point = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  return { blob: Buffer.concat([wireString('ssh-ed25519'), wireString(point)]), secret: privateKey };
}

/** What stands in a certificate; times in epoch seconds. */
export interface FakeCertificate {
  readonly key: FakeKey;
  readonly authority: FakeKey;
  readonly type?: string;
  readonly kind?: number;
  readonly principals?: readonly string[];
  readonly validFrom?: bigint;
  readonly validUntil?: bigint;
  readonly criticalOptions?: readonly string[];
  /** Replaces what is signed, so that the signature is about something else. */
  readonly signedInstead?: Buffer;
  readonly signatureAlgorithm?: string;
}

const FOR_EVER = 0xffff_ffff_ffff_ffffn;

/** A certificate over an ed25519 key, made by the letter of OpenSSH's PROTOCOL.certkeys. */
export function makeCertificate(given: FakeCertificate): Buffer {
  const { key, authority, type = 'ssh-ed25519-cert-v01@openssh.com', kind = 2 } = given;
  const point = key.blob.subarray(-36);
  const body = Buffer.concat([
    wireString(type),
    wireString(Buffer.alloc(32, 1)),
    point,
    uint64(7n),
    uint32(kind),
    wireString('a host of ours'),
    wireString(Buffer.concat((given.principals ?? []).map((name) => wireString(name)))),
    uint64(given.validFrom ?? 0n),
    uint64(given.validUntil ?? FOR_EVER),
    wireString(Buffer.concat((given.criticalOptions ?? []).flatMap((name) => [wireString(name), wireString('')]))),
    wireString(''),
    wireString(''),
    wireString(authority.blob),
  ]);
  const signature = sign(null, given.signedInstead ?? body, authority.secret);
  const algorithm = given.signatureAlgorithm ?? 'ssh-ed25519';
  return Buffer.concat([body, wireString(Buffer.concat([wireString(algorithm), wireString(signature)]))]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function uint64(value: bigint): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(value);
  return bytes;
}
