import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { TranscriptError } from './errors.js';
import { quote } from './quote.js';

describe('quote', () => {
  it.each([
    ['operator@example.com', 'operator@example.com'],
    ['first.last+callhome@example.com', 'first.last+callhome@example.com'],
    ['2001:db8::1', '2001:db8::1'],
    ['callhome proxy', '"callhome proxy"'],
    ["o'brien@example.com", `"o'brien@example.com"`],
    ['a#b', '"a#b"'],
  ])('passes %s as %s', (value, expected) => {
    expect(quote('x', value)).toBe(expected);
  });

  it.each([
    '',
    '-emailAddress',
    'a"b',
    'a\\',
    'a;b',
    'a|b',
    'a?',
    '$a',
    '`a`',
    'a!b',
    'a[1-9]',
    'a*',
    'é',
    'a\nb',
    'a\rb',
    'a\tb',
  ])('refuses %j and does not repeat it', (value) => {
    const refusal = expect.objectContaining({
      code: 'ARGUMENT_REFUSED',
      details: { argument: 'x', reason: expect.any(String) },
    });
    expect(() => quote('x', value)).toThrow(refusal);
  });

  it('lets no control character, separator, flag or open quote through', () => {
    const anything = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string(),
      fc.string({ unit: fc.constantFrom(...Array.from('ab "\'\\;|-\n\r\t$`')) }),
    );
    fc.assert(
      fc.property(anything, (value) => {
        let argument: string;
        try {
          argument = quote('x', value);
        } catch (error) {
          expect(error).toBeInstanceOf(TranscriptError);
          return;
        }
        expect(argument).toMatch(/^(?:[^\s"\\;|$`-][^\s"\\;|$`]*|"[^"\\;|$`-][^"\\;|$`]*")$/);
        expect(argument).toMatch(/^[\x20-\x7e]+$/);
        expect(argument.replace(/^"|"$/g, '')).toBe(value);
      }),
      { numRuns: 500 },
    );
  });
});
