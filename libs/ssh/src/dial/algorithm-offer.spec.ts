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
});
