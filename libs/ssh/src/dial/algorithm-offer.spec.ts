import { describe, expect, it } from '@jest/globals';
import { algorithmOffer } from './algorithm-offer.js';

describe('algorithmOffer', () => {
  const WEAK = /sha1|cbc|dss|^ssh-rsa$|md5|arcfour|group1-/;

  it.each(['kex', 'serverHostKey', 'cipher', 'hmac'] as const)('offers no weak %s among the modern ones', (kind) => {
    const [modern, legacy] = [algorithmOffer('modern')[kind] as string[], algorithmOffer('legacy')[kind] as string[]];
    expect(modern.filter((name) => WEAK.test(name))).toEqual([]);
    expect(legacy.slice(0, modern.length)).toEqual(modern);
    expect(legacy.slice(modern.length).filter((name) => !WEAK.test(name))).toEqual([]);
  });

  it.each([
    ['an RSA key is asked for with SHA-2', 'ssh-rsa', ['rsa-sha2-512', 'rsa-sha2-256', 'ssh-ed25519']],
    ['an ECDSA key by its curve', 'ecdsa-sha2-nistp384', ['ecdsa-sha2-nistp384', 'ssh-ed25519', 'ecdsa-sha2-nistp256']],
    ['a type nobody offers changes nothing', 'pinned', ['ssh-ed25519', 'ecdsa-sha2-nistp256', 'ecdsa-sha2-nistp384']],
  ])('asks for the known key of a server first: %s', (_says, known, first) => {
    const { serverHostKey } = algorithmOffer('modern', known);
    expect((serverHostKey as string[]).slice(0, 3)).toEqual(first);
    expect((serverHostKey as string[]).toSorted()).toEqual(
      (algorithmOffer('modern').serverHostKey as string[]).toSorted(),
    );
  });
});
