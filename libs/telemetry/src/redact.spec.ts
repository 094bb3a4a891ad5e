import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { redact } from './redact.js';

const SECRET_KEYS = [
  'password',
  'adminPassword',
  'passphrase',
  'accessToken',
  'Authorization',
  'set-cookie',
  'privateKey',
];

describe('redact', () => {
  it.each(SECRET_KEYS)('hides what stands under %s', (key) => {
    expect(redact({ hostId: 'app_1', [key]: 'hunter2' })).toEqual({ hostId: 'app_1', [key]: '[secret]' });
  });

  it.each([
    ['postgres://sdx:hunter2@127.0.0.1/sdx', 'postgres://sdx:[secret]@127.0.0.1/sdx'],
    [
      'cannot reach redis://:hunter2@10.0.0.1:6379, giving up',
      'cannot reach redis://:[secret]@10.0.0.1:6379, giving up',
    ],
    ['https://example.org:8443/a@b', 'https://example.org:8443/a@b'],
  ])('hides the password of the URL in %s', (text, expected) => {
    expect(redact(text)).toBe(expected);
  });

  it('keeps what says only whether there is one', () => {
    expect(redact({ hasPassword: true, password: null })).toEqual({ hasPassword: true, password: null });
  });

  it('ends at eight levels, so that a cycle ends too', () => {
    const cycle: Record<string, unknown> = { name: 'a' };
    cycle['again'] = cycle;
    expect(JSON.stringify(redact(cycle))).toContain('[deep]');
  });

  it('lets no secret through at any place of any value', () => {
    const leaf = fc.record({ secret: fc.constant('hunter2'), kept: fc.string() });
    const { tree } = fc.letrec((tie) => ({
      tree: fc.oneof({ maxDepth: 6 }, leaf, fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
    }));
    fc.assert(
      fc.property(tree, fc.constantFrom(...SECRET_KEYS), (value, key) => {
        expect(JSON.stringify(redact({ value, [key]: ['hunter2'] }))).not.toContain('hunter2');
      }),
    );
  });
});
