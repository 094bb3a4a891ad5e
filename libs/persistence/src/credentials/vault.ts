import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { errorCode } from '../error-code.js';
import { PersistenceError } from '../persistence-error.js';

/** A secret under the master key: AES-256-GCM, everything in base64. */
export interface Sealed {
  keyId: string;
  nonce: string;
  text: string;
  tag: string;
}

/** Seals and opens secrets with the master key. `keyId` says which key a sealed value needs. */
export class Vault {
  readonly keyId: string;

  constructor(private readonly masterKey: Buffer) {
    this.keyId = createHash('sha256').update('key-id').update(masterKey).digest('hex').slice(0, 16);
  }

  /** `purpose` is bound to the value: what was sealed for one row cannot be opened as another. */
  seal(plain: string, purpose: string): Sealed {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', this.masterKey, nonce);
    cipher.setAAD(Buffer.from(purpose));
    const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    return {
      keyId: this.keyId,
      nonce: nonce.toString('base64'),
      text: text.toString('base64'),
      tag: cipher.getAuthTag().toString('base64'),
    };
  }

  /** @throws {PersistenceError} SECRET_UNREADABLE - another master key, another purpose, or a changed value. */
  open(sealed: Sealed, purpose: string): string {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.masterKey, Buffer.from(sealed.nonce, 'base64'));
      decipher.setAAD(Buffer.from(purpose));
      decipher.setAuthTag(Buffer.from(sealed.tag, 'base64'));
      return decipher.update(sealed.text, 'base64', 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new PersistenceError('SECRET_UNREADABLE', { keyId: sealed.keyId }, { cause });
    }
  }

  /** A key for another use, derived from the master key; 32 bytes. */
  derive(use: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.masterKey, '', use, 32));
  }
}

/**
 * Opens the vault with the key in `file`; makes file and key if there is none. Several processes may do so at once:
 * all get the same key.
 * @throws {PersistenceError} MASTER_KEY_INVALID
 */
export function openVault(file: string): Vault {
  let content: string;
  try {
    content = readFileSync(file, 'utf8');
  } catch (cause) {
    if (errorCode(cause) !== 'ENOENT') throw cause;
    content = createKeyFile(file);
  }
  const key = Buffer.from(content.trim(), 'base64');
  if (key.length !== 32) throw new PersistenceError('MASTER_KEY_INVALID', { file });
  return new Vault(key);
}

// A hard link fails if the name exists, so exactly one process wins and nobody reads half a file.
function createKeyFile(file: string): string {
  mkdirSync(path.dirname(file), { recursive: true });
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600 });
  try {
    linkSync(draft, file);
  } catch (cause) {
    if (errorCode(cause) !== 'EEXIST') throw cause;
  } finally {
    unlinkSync(draft);
  }
  return readFileSync(file, 'utf8');
}
