import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { ParsedKey } from 'ssh2';
import ssh2 from 'ssh2';
import type { SshLogin } from './ssh-target.js';

/**
 * Reads a private key in OpenSSH's format, in the traditional PEM formats or in PKCS#8, each plain or with a
 * passphrase. Null when it cannot be read. The parser's own message is dropped: it may quote the key.
 */
export function readPrivateKey(login: SshLogin & { kind: 'key' }): ParsedKey | null {
  const text = login.privateKey.reveal().trim();
  const passphrase = login.passphrase?.reveal();
  const readable = /-----BEGIN (?:ENCRYPTED )?PRIVATE KEY-----/.test(text) ? fromPkcs8(text, passphrase) : text;
  if (readable === null) return null;
  const parsed = ssh2.utils.parseKey(readable, passphrase);
  const [key] = [parsed].flat(); // the parser returns a list for files in OpenSSH's own format
  return key === undefined || key instanceof Error || !key.isPrivateKey() ? null : key;
}

/** The SSH client reads no PKCS#8, which is what OpenSSL writes by default, so the key is written anew in memory. */
function fromPkcs8(text: string, passphrase: string | undefined): string | null {
  try {
    const key = createPrivateKey(passphrase === undefined ? text : { key: text, passphrase });
    const type = key.asymmetricKeyType;
    if (type === 'rsa') return key.export({ type: 'pkcs1', format: 'pem' }).toString();
    if (type === 'ec') return key.export({ type: 'sec1', format: 'pem' }).toString();
    return type === 'ed25519' ? openSshForm(key) : null;
  } catch {
    return null;
  }
}

/** An ed25519 key in OpenSSH's own format, without a passphrase (openssh-portable, PROTOCOL.key). */
function openSshForm(key: KeyObject): string | null {
  const { d, x } = key.export({ format: 'jwk' });
  if (d === undefined || x === undefined) return null;
  const point = Buffer.from(x, 'base64url');
  const type = field('ssh-ed25519');
  const secret = Buffer.concat([
    Buffer.alloc(8), // the same check number twice
    type,
    field(point),
    field(Buffer.concat([Buffer.from(d, 'base64url'), point])),
    field(''),
  ]);
  const padding = Buffer.from(Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const whole = Buffer.concat([
    Buffer.from('openssh-key-v1\0'),
    field('none'),
    field('none'),
    field(''),
    one,
    field(Buffer.concat([type, field(point)])),
    field(Buffer.concat([secret, padding])),
  ]);
  const lines = whole.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN OPENSSH PRIVATE KEY-----', ...lines, '-----END OPENSSH PRIVATE KEY-----'].join('\n');
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
