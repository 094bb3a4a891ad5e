import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const PREFIX = 'sdx_pat_';
const SECRET_BYTES = 32;
const SHAPE = /^sdx_pat_([0-9a-f]{64})([0-9a-f]{8})$/;

/** Makes a token: 32 random bytes and a checksum, so that scanners for leaked secrets know one from noise. */
export function newApiToken(): string {
  const secret = randomBytes(SECRET_BYTES).toString('hex');
  return `${PREFIX}${secret}${checksum(secret)}`;
}

/** True for text that has the shape and the checksum of a token; whether it is valid is for the database to say. */
export function isApiToken(text: string): boolean {
  const [, secret = '', sum] = SHAPE.exec(text) ?? [];
  return sum === checksum(secret);
}

/** The hash under which a token or a session cookie is stored. They are random, so a plain sha256 is enough. */
export function credentialHash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function checksum(secret: string): string {
  return crc32(secret).toString(16).padStart(8, '0');
}
