import { describe, expect, it } from '@jest/globals';
import { LineReader, type TerminalInput } from './line-reader.js';

function readAll(chunks: readonly string[]): { inputs: TerminalInput[]; echoed: string } {
  let echoed = '';
  const reader = new LineReader((text) => (echoed += text));
  const inputs: TerminalInput[] = [];
  for (const chunk of chunks) {
    reader.push(chunk);
    for (let input = reader.next(); input !== null; input = reader.next()) inputs.push(input);
  }
  return { inputs, echoed };
}

function lines(...texts: string[]): TerminalInput[] {
  return texts.map((line) => ({ kind: 'line', line }));
}

describe('LineReader', () => {
  it.each<[string, string[], TerminalInput[], string]>([
    ['a return ends a line', ['show\r'], lines('show'), 'show\n'],
    ['a return with line feed ends one line', ['a\r\nb\r\n'], lines('a', 'b'), 'a\nb\n'],
    ['also when the pair is split', ['a\r', '\nb\n'], lines('a', 'b'), 'a\nb\n'],
    ['backspace takes a letter back', ['shx\u007fow\r'], lines('show'), 'shx\b \bow\n'],
    ['backspace at the start does nothing', ['\u007fa\r'], lines('a'), 'a\n'],
    ['cursor keys mean nothing', ['a\u001b[Ab\u001bOC\r'], lines('ab'), 'ab\n'],
    ['Ctrl-C throws the line away', ['abc\u0003d\r'], lines('', 'd'), 'abc^C\nd\n'],
    ['Ctrl-D on an empty line ends', ['\u0004'], [{ kind: 'end' }], ''],
    ['Ctrl-D inside a line does nothing', ['a\u0004\r'], lines('a'), 'a\n'],
  ])('%s', (_what, chunks, inputs, echoed) => {
    expect(readAll(chunks)).toEqual({ inputs, echoed });
  });

  it('does not echo what was typed ahead before it is asked for', () => {
    let echoed = '';
    const reader = new LineReader((text) => (echoed += text));
    reader.push('one\rtwo\r');
    expect(reader.next()).toEqual({ kind: 'line', line: 'one' });
    expect(echoed).toBe('one\n');
  });
});
