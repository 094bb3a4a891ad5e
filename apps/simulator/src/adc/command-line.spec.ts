import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { filterLines, splitOutsideQuotes, splitWords } from './command-line.js';

describe('splitWords', () => {
  it.each<[string, string, string[] | null]>([
    ['blanks of any number', '  set   callhome ', ['set', 'callhome']],
    ['double quotes', 'a "b c" d', ['a', 'b c', 'd']],
    ['single quotes', "a 'b c'", ['a', 'b c']],
    ['an escaped quote', 'a "b\\"c"', ['a', 'b"c']],
    ['an open quote', 'a "b', null],
  ])('cuts %s', (_what, line, expected) => {
    expect(splitWords(line)?.map((word) => word.text) ?? null).toEqual(expected);
  });

  it('gives back any text that was quoted', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const quoted = `"${text.replace(/["\\]/g, '\\$&')}"`;
        expect(splitWords(`x ${quoted}`)).toEqual([
          { text: 'x', quoted: false },
          { text, quoted: true },
        ]);
      }),
    );
  });
});

describe('splitOutsideQuotes', () => {
  it.each<[string, ';' | '|', string[] | null]>([
    ['a | b', '|', ['a', 'b']],
    ['a "x | y" | b', '|', ['a "x | y"', 'b']],
    ["a ';' ; b", ';', ["a ';'", 'b']],
    ['a "b', ';', null],
  ])('cuts %j at %j', (line, separator, expected) => {
    expect(splitOutsideQuotes(line, separator)).toEqual(expected);
  });
});

describe('filterLines', () => {
  it.each<[string, string | null]>([
    ['grep B', 'B one\n'],
    ['grep -i b', 'B one\nb two\n'],
    ['grep -iv b', 'a\n'],
    ['grep "b t"', 'b two\n'],
    ['grep "["', ''],
    ['more', null],
    ['grep', null],
  ])('applies %j', (filter, expected) => {
    expect(filterLines('a\nB one\nb two\n', filter)).toBe(expected);
  });
});
