import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Cursors } from './cursors.js';

const cursors = new Cursors(Buffer.alloc(32, 1));
const invalid = expect.objectContaining({ code: 'cursor-invalid' });

describe('Cursors', () => {
  it('opens what it sealed for the same list and filter', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (scope, after) => {
        expect(cursors.open(scope, cursors.seal(scope, after))).toBe(after);
      }),
    );
  });

  it('refuses any other list or filter', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.string(), (scope, other, after) => {
        fc.pre(scope !== other);
        expect(() => cursors.open(other, cursors.seal(scope, after))).toThrow(invalid);
      }),
    );
  });

  it.each([
    ['an empty one', () => ''],
    ['one that is no base64', () => '*** ***'],
    ['one with another position', () => `${cursors.seal('list', 'a').slice(0, -1)}B`],
    ['one of another key', () => new Cursors(Buffer.alloc(32, 2)).seal('list', 'a')],
  ])('refuses %s', (_, cursor) => {
    expect(() => cursors.open('list', cursor())).toThrow(invalid);
  });
});
