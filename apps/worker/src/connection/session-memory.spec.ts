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
