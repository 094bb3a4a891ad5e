import { createHmac, timingSafeEqual } from 'node:crypto';
import { describeHostKey, type OfferedHostKey } from '../host-key.js';
import { matchesPatterns } from './matches-pattern.js';
import { HOST_KEY_TYPES, isHostKeyBlob } from './public-key.js';

/** Who a line is about: patterns as written, or one name that only its hash tells. */
export type KnownHostsNames =
  | { readonly kind: 'patterns'; readonly patterns: readonly string[] }
  | { readonly kind: 'hashed'; readonly salt: Buffer; readonly hash: Buffer };

/** One line that names a key. `cert-authority`: the key signs for these hosts; `revoked`: never to be trusted there. */
export interface KnownHostsEntry {
  /** Counted from 1. */
  readonly line: number;
  readonly marker: 'none' | 'cert-authority' | 'revoked';
  readonly names: KnownHostsNames;
  readonly key: OfferedHostKey;
  /** What stands behind the key; empty if nothing does. */
  readonly comment: string;
}

export type KnownHostsProblem =
  'too-few-fields' | 'marker-unknown' | 'hash-malformed' | 'key-malformed' | 'key-type-differs' | 'line-too-long';

/** A known_hosts file line by line. Blank lines and comments are in no list. */
export interface KnownHosts {
  readonly entries: readonly KnownHostsEntry[];
  /** Lines whose key type is not used here (DSA, security keys, certificates), kept aside. */
  readonly otherKeys: readonly { readonly line: number; readonly algorithm: string }[];
  readonly unreadable: readonly { readonly line: number; readonly problem: KnownHostsProblem }[];
}

const MARKERS: Readonly<Record<string, KnownHostsEntry['marker']>> = {
  '@cert-authority': 'cert-authority',
  '@revoked': 'revoked',
};
const HASH_MAGIC = '|1|';
/** HMAC-SHA1 has 20 bytes, and OpenSSH takes as many for the salt. */
const HASH_BYTES = 20;
const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;
/** An RSA key of 16,384 bits and two dozen names fit well into it. */
const MAX_LINE_LENGTH = 16_384;
const PLAIN_PORT = 22;

/** Reads a file in the known_hosts format of sshd(8). Takes any text: a line that cannot be read is in `unreadable`. */
export function parseKnownHosts(text: string): KnownHosts {
  const known = {
    entries: [] as KnownHostsEntry[],
    otherKeys: [] as KnownHosts['otherKeys'][number][],
    unreadable: [] as KnownHosts['unreadable'][number][],
  };
  for (const [index, raw] of text.split(/\r\n|\n|\r/).entries()) {
    const line = index + 1;
    const written = raw.trim();
    if (written === '' || written.startsWith('#')) continue;
    const read = written.length > MAX_LINE_LENGTH ? 'line-too-long' : readLine(written, line);
    if (typeof read === 'string') known.unreadable.push({ line, problem: read });
    else if ('names' in read) known.entries.push(read);
    else known.otherKeys.push(read);
  }
  return known;
}

/**
 * True if the line is about the host at this address and port. A port other than 22 is part of the name, as
 * `[address]:port`; for port 22 both forms count.
 */
export function namesHost(names: KnownHostsNames, address: string, port: number): boolean {
  const candidates = port === PLAIN_PORT ? [address, `[${address}]:${port}`] : [`[${address}]:${port}`];
  if (names.kind === 'patterns') {
    // A negated pattern must outdo the other form of the same name too.
    const [denied, wanted] = [names.patterns.filter(isNegated), names.patterns.filter((one) => !isNegated(one))];
    const isDenied = candidates.some((name) =>
      matchesPatterns(
        denied.map((one) => one.slice(1)),
        name,
      ),
    );
    return !isDenied && candidates.some((name) => matchesPatterns(wanted, name));
  }
  return candidates.some((name) => timingSafeEqual(hashOf(names.salt, name.toLowerCase()), names.hash));
}

const isNegated = (pattern: string): boolean => pattern.startsWith('!');

function readLine(text: string, line: number): KnownHostsEntry | KnownHosts['otherKeys'][number] | KnownHostsProblem {
  const fields = text.split(/[ \t]+/);
  const first = fields[0] ?? '';
  const marker = first.startsWith('@') ? MARKERS[first] : 'none';
  if (marker === undefined) return 'marker-unknown';
  const [hosts, algorithm, base64, ...rest] = marker === 'none' ? fields : fields.slice(1);
  if (hosts === undefined || algorithm === undefined || base64 === undefined) return 'too-few-fields';
  const names = namesOf(hosts);
  if (names === null) return 'hash-malformed';
  const blob = BASE64.test(base64) ? Buffer.from(base64, 'base64') : Buffer.alloc(0);
  const key = describeHostKey(blob);
  if (key.algorithm === 'unknown') return 'key-malformed';
  if (key.algorithm !== algorithm) return 'key-type-differs';
  if (!HOST_KEY_TYPES.includes(algorithm)) return { line, algorithm };
  return isHostKeyBlob(blob) ? { line, marker, names, key, comment: rest.join(' ') } : 'key-malformed';
}

function namesOf(hosts: string): KnownHostsNames | null {
  if (!hosts.startsWith('|')) return { kind: 'patterns', patterns: hosts.split(',').filter((one) => one !== '') };
  const [salt, hash, ...more] = hosts.slice(HASH_MAGIC.length).split('|');
  if (!hosts.startsWith(HASH_MAGIC) || salt === undefined || hash === undefined || more.length > 0) return null;
  const decoded = { salt: Buffer.from(salt, 'base64'), hash: Buffer.from(hash, 'base64') };
  const isWhole = BASE64.test(salt) && BASE64.test(hash) && decoded.salt.length === HASH_BYTES;
  return isWhole && decoded.hash.length === HASH_BYTES ? { kind: 'hashed', ...decoded } : null;
}

function hashOf(salt: Buffer, name: string): Buffer {
  return createHmac('sha1', salt).update(name).digest();
}
