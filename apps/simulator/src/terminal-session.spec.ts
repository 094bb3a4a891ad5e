import { describe, expect, it } from '@jest/globals';
import { PLAIN_TERMINAL, type TerminalTraits } from './fleet/terminal-traits.js';
import type { Terminal } from './ssh/cli-session.js';
import { TerminalSession } from './terminal-session.js';

/** A command line that prints what it is told to. */
function session(text: string, traits: Partial<TerminalTraits>, terminal: Terminal | null): TerminalSession {
  const all: TerminalTraits = { ...PLAIN_TERMINAL, ...traits };
  const inner = {
    mode: { paging: all.paging, colours: all.colours },
    greeting: 'Hello\n',
    prompt: () => '> ',
    run: async () => ({ text, ends: false }),
  };
  return new TerminalSession(inner, all, terminal);
}

const SMALL = { rows: 4, columns: 10 };
const SIX = '1\n2\n3\n4\n5\n6\n';

async function printed(target: TerminalSession): Promise<string> {
  return (await target.run('x', () => undefined)).text;
}

describe('paging', () => {
  it.each([
    ['stops after a screen', SIX, SMALL, '1\n2\n3\n--More--', true],
    ['shows what fits at once', '1\n2\n3\n', SMALL, '1\n2\n3\n', false],
    ['has no place without a terminal', SIX, null, SIX, false],
    ['has no place on a terminal without rows', SIX, { rows: 0, columns: 80 }, SIX, false],
  ])('%s', async (_what, text, terminal, expected, waits) => {
    const target = session(text, { paging: true }, terminal);
    expect(await printed(target)).toBe(expected);
    expect(target.wantsKey).toBe(waits);
  });

  it.each([
    ['a blank shows the next screen', [' '], '4\n5\n6\n', false],
    ['return shows one more line', ['\r'], '4\n--More--', true],
    ['q shows nothing more', ['q'], '', false],
    ['Ctrl-C shows nothing more', ['\u0003'], '', false],
    ['another key waits on', ['x'], null, true],
    ['lines one by one come to the end', ['\n', '\n', '\n'], '6\n', false],
  ])('%s', async (_what, keys, shown, waits) => {
    const target = session(SIX, { paging: true }, SMALL);
    await printed(target);
    const texts = keys.map((key) => target.press(key).text);
    expect(texts.at(-1)).toBe(shown === null ? '' : `\r        \r${shown}`);
    expect(target.wantsKey).toBe(waits);
  });
});

describe('a terminal', () => {
  it.each([
    ['wraps at its width', { wrapping: true }, SMALL, '0123456789abc\n', '0123456789\nabc\n'],
    ['does not wrap a line that fits', { wrapping: true }, SMALL, '0123456789\n', '0123456789\n'],
    ['does not wrap without being told to', {}, SMALL, '0123456789abc\n', '0123456789abc\n'],
    ['leaves the last line feed out', { finalNewline: false }, null, 'a\n Done\n', 'a\n Done'],
    ['colours the closing line', { colours: true }, SMALL, 'a\n Done\n', 'a\n\u001B[32m Done\u001B[0m\n'],
    ['colours an error', { colours: true }, SMALL, 'ERROR: x\n', '\u001B[31mERROR: x\u001B[0m\n'],
    ['has no colours on an exec channel', { colours: true }, null, ' Done\n', ' Done\n'],
  ])('%s', async (_what, traits, terminal, text, expected) => {
    expect(await printed(session(text, traits, terminal))).toBe(expected);
  });

  it('colours its prompt and keeps the blank after it', () => {
    expect(session('', { colours: true }, SMALL).prompt()).toBe('\u001B[1m>\u001B[0m ');
    expect(session('', {}, SMALL).prompt()).toBe('> ');
  });
});
