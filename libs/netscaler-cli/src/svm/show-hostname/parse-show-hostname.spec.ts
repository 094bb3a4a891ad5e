import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowHostname } from './parse-show-hostname.js';

describe('parseShowHostname', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowHostname(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show hostname', line: 1, message } };
    expect(() => parseShowHostname(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show hostname', missing: 'records' } };
    expect(() => parseShowHostname('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });
});
