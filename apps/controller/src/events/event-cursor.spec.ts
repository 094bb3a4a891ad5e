import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAfter, isEventCursor } from './event-cursor.js';

const number = fc.bigInt({ min: 0n, max: 2n ** 62n });
const cursor = fc.tuple(number, number).map(([transaction, id]) => `${transaction}-${id}`);

describe('an event cursor', () => {
  it.each([
    ['the end of nothing', '0-0', true],
    ['a high one', '9223372036854775807-9223372036854775807', true],
    ['a number alone', '7', false],
    ['a negative one', '-1-1', false],
    ['one with something behind', '1-1;DROP', false],
    ['nothing', '', false],
  ])('is %s: %s', (_, text, expected) => {
    expect(isEventCursor(text)).toBe(expected);
  });

  it('is ordered by transaction, then by id, as numbers', () => {
    expect(isAfter('10-1', '9-99')).toBe(true);
    expect(isAfter('9-10', '9-9')).toBe(true);
    expect(isAfter('9-9', '9-9')).toBe(false);
  });

  it('stands before or after any other, never both', () => {
    fc.assert(
      fc.property(cursor, cursor, (a, b) => {
        expect([isAfter(a, b), isAfter(b, a), a === b].filter(Boolean)).toHaveLength(1);
      }),
    );
  });
});
