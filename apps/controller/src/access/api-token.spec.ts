import { describe, expect, it } from '@jest/globals';
import { credentialHash, isApiToken, newApiToken } from './api-token.js';

describe('an API token', () => {
  it('is known by its shape and checksum, and no two are alike', () => {
    const [one, other] = [newApiToken(), newApiToken()];
    expect([isApiToken(one), isApiToken(other), one === other]).toEqual([true, true, false]);
  });

  it.each([
    [
      'a changed secret',
      (token: string) => token.replace(/_pat_./, (start) => `_pat_${start.endsWith('0') ? '1' : '0'}`),
    ],
    ['a changed checksum', (token: string) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')],
    ['another prefix', (token: string) => token.replace('sdx', 'abc')],
    ['more text', (token: string) => `${token}0`],
    ['nothing', () => ''],
  ])('with %s is none', (_, change) => {
    expect(isApiToken(change(newApiToken()))).toBe(false);
  });

  it('is stored as its sha256', () => {
    expect(credentialHash('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
});
