import { describe, expect, it } from '@jest/globals';
import { readLines } from './read-lines.js';

const PATTERNS = { number: /^n (?<value>\d+)$/, any: /^[a-z] (?<value>.*)$/ };

describe('readLines', () => {
  it('names each line by the first pattern that knows it and keeps the rest', () => {
    expect(readLines('show x', PATTERNS, '> show x\n  n 1\n  n one\n???\n Done\n')).toEqual([
      { kind: 'number', text: 'n 1', fields: { value: '1' } },
      { kind: 'any', text: 'n one', fields: { value: 'one' } },
      { kind: 'unrecognised', text: '???', fields: {} },
    ]);
  });

  it('refuses with the line and the words of the appliance, bounded', () => {
    const details = { command: 'show x', line: 3, message: 'y'.repeat(200) };
    expect(() => readLines('show x', PATTERNS, `> show x\nn 1\n ERROR: ${'y'.repeat(500)}`)).toThrow(
      expect.objectContaining({ code: 'DEVICE_REFUSED', details }),
    );
  });

  it.each(['n 1\u0000', 'n\u0008 1', 'n 1\ufffd2'])(
    'believes nothing of a line with bytes that are no text: %j',
    (line) => {
      expect(readLines('show x', PATTERNS, line)).toEqual([
        expect.objectContaining({ kind: 'unrecognised', fields: {} }),
      ]);
    },
  );

  it('matches no pattern against an endless line', () => {
    expect(readLines('show x', PATTERNS, `n ${'1'.repeat(5_000)}`)).toEqual([
      { kind: 'unrecognised', text: `n ${'1'.repeat(998)}`, fields: {} },
    ]);
  });
});
