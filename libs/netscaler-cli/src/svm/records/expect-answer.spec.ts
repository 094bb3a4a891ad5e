import { describe, expect, it } from '@jest/globals';
import { expectAnswer, expectOneAnswer } from './expect-answer.js';

const MARKS = { command: 'show x', some: ['size', 'state'], none: ['slot'] };
const unreadable = (details: Record<string, string>): unknown =>
  expect.objectContaining({ code: 'OUTPUT_UNREADABLE', details: { command: 'show x', ...details } });

describe('expectAnswer', () => {
  it('lets an empty list pass, and one with a label of the command', () => {
    expect(expectAnswer([], MARKS)).toEqual([]);
    expect(expectAnswer([{ name: 'a' }, { state: '' }], MARKS)).toEqual([{ name: 'a' }, { state: '' }]);
  });

  it.each([
    ['no label of this command', [{ name: 'a' }], { missing: 'size' }],
    ['a label of another', [{ state: 'a' }, { slot: '1' }], { missing: 'size', foreign: 'slot' }],
  ])('refuses %s', (_says, records, details) => {
    expect(() => expectAnswer(records, MARKS)).toThrow(unreadable(details));
  });
});

describe('expectOneAnswer', () => {
  it('lets the first block win', () => {
    expect(expectOneAnswer([{ size: '1' }, { size: '2', b: '3' }], MARKS)).toEqual({ size: '1', b: '3' });
    expect(expectOneAnswer([], MARKS)).toEqual({});
  });

  it('does not merge two objects into one', () => {
    const list = [
      { name: 'a', size: '1' },
      { name: 'b', size: '2' },
    ];
    expect(() => expectOneAnswer(list, MARKS)).toThrow(unreadable({ missing: 'one object' }));
  });
});
