import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseRaidLogicalDrives } from './parse-raid-logical-drives.js';

describe('parseRaidLogicalDrives', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseRaidLogicalDrives(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show raidLogicalDrive', line: 1, message } };
    expect(() => parseRaidLogicalDrives(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show raidLogicalDrive', missing: 'records' } };
    expect(() => parseRaidLogicalDrives('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });
});
