import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowAppliance } from './parse-show-appliance.js';

describe('parseShowAppliance', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowAppliance(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show appliance', line: 1, message } };
    expect(() => parseShowAppliance(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show appliance', missing: 'records' } };
    expect(() => parseShowAppliance('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it('is one object even when blank lines part its lines', () => {
    expect(parseShowAppliance('Name: a\n\nSerial Number: S1\n\nTotal SSL Cores: 16')).toMatchObject({
      name: 'a',
      serial: 'S1',
      totalSslCores: 16,
      freeSslCores: null,
    });
  });
});
