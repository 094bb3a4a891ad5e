import type { Algorithms } from 'ssh2';
import type { SshAlgorithms } from '../ssh-target.js';

/**
 * Most wanted first. P-256 stands before Curve25519 because it is the cheaper of two good ones here: ssh2 takes every
 * X25519 key through DER, and a whole connection costs 0.4 to 0.5 ms of CPU more with it. Ciphers differ by less than
 * the noise. The order of host keys is also the order in which a server with several shows them, so a change here
 * makes known servers look changed.
 */
const MODERN = {
  kex: [
    'ecdh-sha2-nistp256',
    'curve25519-sha256',
    'curve25519-sha256@libssh.org',
    'diffie-hellman-group14-sha256',
    'ecdh-sha2-nistp384',
    'ecdh-sha2-nistp521',
    'diffie-hellman-group16-sha512',
    'diffie-hellman-group18-sha512',
    'diffie-hellman-group-exchange-sha256',
  ],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'ecdsa-sha2-nistp521',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: [
    'aes128-gcm@openssh.com',
    'aes256-gcm@openssh.com',
    'aes128-ctr',
    'aes192-ctr',
    'aes256-ctr',
    // Last: without strict key exchange at the server it lets packets be cut from the start (CVE-2023-48795).
    'chacha20-poly1305@openssh.com',
  ],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com', 'hmac-sha2-256', 'hmac-sha2-512'],
  compress: ['none'],
} as const satisfies Algorithms;

/** What builds before 2015 need, the weakest last. */
const OLD = {
  kex: ['diffie-hellman-group14-sha1', 'diffie-hellman-group-exchange-sha1', 'diffie-hellman-group1-sha1'],
  serverHostKey: ['ssh-rsa', 'ssh-dss'],
  cipher: ['aes128-cbc', 'aes192-cbc', 'aes256-cbc', '3des-cbc'],
  hmac: ['hmac-sha1-etm@openssh.com', 'hmac-sha1'],
} as const satisfies Algorithms;

const OFFERS: Readonly<Record<SshAlgorithms, Algorithms>> = {
  modern: MODERN,
  legacy: {
    kex: [...MODERN.kex, ...OLD.kex],
    serverHostKey: [...MODERN.serverHostKey, ...OLD.serverHostKey],
    cipher: [...MODERN.cipher, ...OLD.cipher],
    hmac: [...MODERN.hmac, ...OLD.hmac],
    compress: MODERN.compress,
  },
};

/**
 * The lists offered to a server, in the order they are wanted. `legacy` begins with all of `modern`. A server shows the
 * first of its keys that is wanted, so the type of the key known for it stands first: otherwise it could show another of
 * its keys and look changed.
 */
export function algorithmOffer(algorithms: SshAlgorithms, knownKeyType?: string): Algorithms {
  const offer = OFFERS[algorithms];
  if (knownKeyType === undefined || !Array.isArray(offer.serverHostKey)) return offer;
  const isKnown = (name: string): boolean =>
    name === knownKeyType || (knownKeyType === 'ssh-rsa' && name.startsWith('rsa-sha2-'));
  const wanted = offer.serverHostKey;
  return { ...offer, serverHostKey: [...wanted.filter(isKnown), ...wanted.filter((name) => !isKnown(name))] };
}
