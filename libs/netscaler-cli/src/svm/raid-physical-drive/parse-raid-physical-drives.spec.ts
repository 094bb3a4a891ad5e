import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseRaidPhysicalDrives } from './parse-raid-physical-drives.js';

describe('parseRaidPhysicalDrives', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseRaidPhysicalDrives(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show raidPhysicalDrive', line: 1, message } };
    expect(() => parseRaidPhysicalDrives(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = {
      code: 'OUTPUT_UNREADABLE',
      details: { command: 'show raidPhysicalDrive', missing: 'records' },
    };
    expect(() => parseRaidPhysicalDrives('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it.each([
    ['1) Firmware state: Failed', {}],
    ['1) Slot: ?\n   Firmware state: Failed', { slot: '?' }],
  ])('does not drop a drive without a slot number: %j', (output, extra) => {
    expect(parseRaidPhysicalDrives(output)).toEqual([
      expect.objectContaining({ slot: null, firmwareState: 'Failed', extra }),
    ]);
  });

  it.each(['mec', 'Media Error Count'])('knows "%s" as media errors', (label) => {
    expect(parseRaidPhysicalDrives(`1) Slot: 1\n${label}: 117`)[0]?.mediaErrors).toBe(117);
  });
});
