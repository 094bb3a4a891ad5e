import { describe, expect, it } from '@jest/globals';
import { SessionMemory } from './session-memory.js';

describe('what was answered on a session', () => {
  it.each([
    ['is recalled under the same mark', 'show ns feature', 'changed at 12:00:00', 0, 'CH ON'],
    ['is asked anew once the mark is another one', 'show ns feature', 'changed at 12:00:09', 0, null],
    ['is asked anew after an hour', 'show ns feature', 'changed at 12:00:00', 3_600_000, null],
    ['is nobody else’s answer', 'show ns version', 'changed at 12:00:00', 0, null],
  ])('%s', (_says, command, mark, laterMs, expected) => {
    let now = 1_000;
    const memory = new SessionMemory(() => now);
    memory.keep('show ns feature', 'changed at 12:00:00', 'CH ON');
    now += laterMs;
    expect(memory.recall(command, mark)).toBe(expected);
  });
});

describe('what was understood on a session', () => {
  it('is not parsed again while the appliance says the same', () => {
    const memory = new SessionMemory();
    const parse = (output: string) => ({ words: output.split(' ') });
    const first = memory.parsed('show callhome', 'mode Default', parse);
    expect(memory.parsed('show callhome', 'mode Default', parse)).toBe(first);
    expect(memory.parsed('show callhome', 'mode CSP', parse)).toEqual({ words: ['mode', 'CSP'] });
    expect(memory.parsed('show ns config', 'mode CSP', parse)).toEqual({ words: ['mode', 'CSP'] });
  });

  it('is not kept of a parser that refused the text', () => {
    const memory = new SessionMemory();
    const refuse = () => {
      throw new Error('no');
    };
    expect(() => memory.parsed('show callhome', 'x', refuse)).toThrow('no');
    expect(memory.parsed('show callhome', 'x', () => 'yes')).toBe('yes');
  });
});
