import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowTimezone } from './parse-show-timezone.js';

describe('parseShowTimezone', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowTimezone(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show timezone', line: 1, message } };
    expect(() => parseShowTimezone(output)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Something went by here', 'records'],
    ['Colour: blue', 'timezone'],
  ])('does not take "%s" for an answer', (output, missing) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show timezone', missing } };
    expect(() => parseShowTimezone(output)).toThrow(expect.objectContaining(unreadable));
  });
});
