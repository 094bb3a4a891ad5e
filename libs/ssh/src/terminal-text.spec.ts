import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { endsInPager, joinPages, lastLine, stripTerminalCodes, withLineFeeds } from './terminal-text.js';

describe('lastLine', () => {
  it.each([
    ['the text after a line feed', ' Done\r\n> ', '> '],
    ['the text after a lone carriage return', 'old\rns> ', 'ns> '],
    ['nothing right after a line end', 'text\r\n', ''],
    ['a prompt without its terminal codes', '\r\n\x1b[1;32mns> \x1b[0m\x1b[K', 'ns> '],
    ['a prompt after a window title', '\r\n\x1b]0;ns: show ns\x07ns> ', 'ns> '],
  ])('is %s', (_what, tail, line) => {
    expect(lastLine(tail)).toBe(line);
  });
});

describe('stripTerminalCodes', () => {
  it('leaves nothing of any code it names', () => {
    const code = fc.constantFrom(
      '\x1b[0m',
      '\x1b[1;32m',
      '\x1b[K',
      '\x1b[12;40H',
      '\x1b[?25h',
      '\x1b]0;title\x07',
      '\x1b]2;title\x1b\\',
      '\x1bP+q544e\x1b\\',
      '\x1b(B',
      '\x1b=',
      '\x1bM',
      '\x00',
      '\x07',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.stringMatching(/^[a-z ]{0,8}$/), code)), (parts) => {
        expect(stripTerminalCodes(parts.flat().join(''))).toBe(parts.map(([text]) => text).join(''));
      }),
    );
  });

  it('loses no further line to a title that never ends', () => {
    expect(stripTerminalCodes('\x1b]0;broken\r\nnext line\r\n')).toBe('\r\nnext line\r\n');
  });

  it('takes time in proportion to the text, whatever it holds', () => {
    const hostile = ['\x1b[', '\x1b]', '\x1b[1;'.repeat(3), '\r', '\x1b', '--'].map((piece) => piece.repeat(50_000));
    for (const text of hostile) {
      expect(withLineFeeds(joinPages([text, text])).length).toBeLessThanOrEqual(2 * text.length);
      expect(endsInPager(text)).toBe(false);
    }
  });
});

describe('endsInPager', () => {
  it.each([
    '--More--',
    'text\r\n--More--',
    '\r\n\x1b[7m--More--\x1b[m',
    '\r\n--More--(12%)',
    '\r\n -- more -- ',
    '\r\n<--- More --->',
  ])('sees %j', (tail) => {
    expect(endsInPager(tail)).toBe(true);
  });

  it.each(['--More--\r\n', 'text --More--', 'More', '--More-- or less', '> '])('does not see one in %j', (tail) => {
    expect(endsInPager(tail)).toBe(false);
  });
});

describe('joinPages', () => {
  const wiped = (wipe: string): string => joinPages(['one\r\n--More--', `${wipe}  two\r\n`]);
  it.each([
    ['blanks over itself', '\r        \r'],
    ['backspaces over itself', `${'\b'.repeat(8)}${' '.repeat(8)}${'\b'.repeat(8)}`],
    ['an erased line', '\r\x1b[K'],
    ['an erased line before the carriage return', '\x1b[2K\r'],
    ['a new line', '\r\n'],
    ['nothing', ''],
  ])('takes out a pager that leaves with %s', (_how, wipe) => {
    expect(wiped(wipe)).toBe('one\r\n  two\r\n');
  });

  it('keeps a blank line and the words of a pager that was not waited at', () => {
    const text = joinPages(['a\r\n--More--', '\r\x1b[K\r\nb --More--\r\n']);
    expect(withLineFeeds(text)).toBe('a\n\nb --More--\n');
  });
});

describe('withLineFeeds', () => {
  it.each([
    ['a\r\nb\r\n', 'a\nb\n'],
    ['a\r\r\nb', 'a\nb'],
    ['a\rb\r', 'a\nb\n'],
    ['a\n\rb', 'a\nb'],
    ['a\r\n\r\nb', 'a\n\nb'],
    ['a\nb', 'a\nb'],
    ['a\r\n\nb', 'a\n\nb'],
    ['a\n\r\r\nb', 'a\n\nb'],
  ])('makes %j into %j', (text, lines) => {
    expect(withLineFeeds(text)).toBe(lines);
  });
});
