import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { Secret } from './secret.js';

describe('Secret', () => {
  const secret = new Secret('s3cr3t-v4lue');

  it.each([
    ['a string', String(secret)],
    ['joined text', ['password', secret].join(' ')],
    ['JSON', JSON.stringify({ login: { password: secret } })],
    ['util.inspect', inspect(secret, { showHidden: true, depth: 5 })],
    ['util.inspect inside an object', inspect({ secret })],
    ['enumeration', JSON.stringify(Object.entries(secret))],
    ['a copy', JSON.stringify(Object.assign({}, secret))],
  ])('stays hidden in %s', (_where, printed) => {
    expect(printed).not.toContain('s3cr3t');
  });

  it('prints [secret] and reveals its value only when asked', () => {
    expect([String(secret), JSON.stringify(secret), inspect(secret), secret.reveal()]).toEqual([
      '[secret]',
      '"[secret]"',
      '[secret]',
      's3cr3t-v4lue',
    ]);
  });
});
