import { isIP } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isIpAddress } from './is-ip-address.js';

describe('isIpAddress', () => {
  it.each([
    '192.0.2.1',
    '0.0.0.0',
    '255.255.255.255',
    '::',
    '::1',
    '2001:db8::1',
    '1:2:3:4:5:6:7:8',
    '::ffff:192.0.2.1',
    '1:2:3:4:5:6:192.0.2.1',
  ])('accepts %s', (text) => {
    expect(isIpAddress(text)).toBe(true);
  });

  it.each([
    '',
    '*',
    '1.2.3',
    '256.0.0.1',
    '01.2.3.4',
    '1.2.3.4.5',
    'example.com',
    '1:2',
    ':::',
    '1::2::3',
    '12345::',
    '1:2:3:4:5:6:7:8:9',
    '192.0.2.1:80',
    'fe80::1%0',
    '::192.0.2',
  ])('refuses "%s"', (text) => {
    expect(isIpAddress(text)).toBe(false);
  });

  it('agrees with the network stack', () => {
    const near = fc.string({ unit: fc.constantFrom(...Array.from('0123459af:.')), maxLength: 20 });
    fc.assert(
      fc.property(fc.oneof(fc.ipV4(), fc.ipV6(), near), (text) => {
        expect(isIpAddress(text)).toBe(isIP(text) !== 0);
      }),
      { numRuns: 1_000 },
    );
  });
});
