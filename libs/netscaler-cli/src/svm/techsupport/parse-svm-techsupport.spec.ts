import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseSvmTechsupport } from './parse-svm-techsupport.js';

describe('parseSvmTechsupport', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseSvmTechsupport(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show techsupport', line: 1, message } };
    expect(() => parseSvmTechsupport(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show techsupport', missing: 'records' } };
    expect(() => parseSvmTechsupport('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it('does not drop an archive without a name', () => {
    expect(() => parseSvmTechsupport('1) File Size: 5')).toThrow(
      expect.objectContaining({ code: 'OUTPUT_UNREADABLE' }),
    );
  });
});
