import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowSystemstatus } from './parse-show-systemstatus.js';

describe('parseShowSystemstatus', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowSystemstatus(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show systemstatus', line: 1, message } };
    expect(() => parseShowSystemstatus(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show systemstatus', missing: 'records' } };
    expect(() => parseShowSystemstatus('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it.each([
    ['Build: 13.1-53.17', '13.1-53.17', null],
    ['Build: 13.1-53.17, Date: Jul 1 2024, 10:11:12', '13.1-53.17', 'Jul 1 2024, 10:11:12'],
    ['Build: 13.1-53.17, Jul 1 2024', '13.1-53.17', 'Jul 1 2024'],
    ['Build:', null, null],
  ])('ends the build of "%s" at the first comma', (line, build, buildDate) => {
    expect(parseShowSystemstatus(line)).toMatchObject({ build, buildDate });
  });
});
