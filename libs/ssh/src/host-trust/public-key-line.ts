import { describeHostKey, type OfferedHostKey } from '../host-key.js';
import { isHostKeyBlob } from './public-key.js';

/**
 * Reads one public key as OpenSSH writes it into a `.pub` file: type, base64, and a comment that is passed over. Null
 * if it is none, if its type is not one that hosts are known by, or if type and key differ.
 */
export function readPublicKeyLine(line: string): OfferedHostKey | null {
  const [algorithm, base64] = line.trim().split(/[ \t]+/);
  if (algorithm === undefined || base64 === undefined || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return null;
  const key = describeHostKey(Buffer.from(base64, 'base64'));
  return key.algorithm === algorithm && isHostKeyBlob(key.blob) ? key : null;
}
