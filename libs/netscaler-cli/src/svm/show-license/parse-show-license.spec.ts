import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowLicense } from './parse-show-license.js';

describe('parseShowLicense', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowLicense(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show license', line: 1, message } };
    expect(() => parseShowLicense(output)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Something went by here', 'records'],
    ['Colour: blue', 'platform'],
  ])('does not take "%s" for an answer', (output, missing) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show license', missing } };
    expect(() => parseShowLicense(output)).toThrow(expect.objectContaining(unreadable));
  });
});
