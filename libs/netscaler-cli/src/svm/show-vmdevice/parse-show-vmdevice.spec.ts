import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowVmdevice } from './parse-show-vmdevice.js';

describe('parseShowVmdevice', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowVmdevice(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show vmdevice', line: 1, message } };
    expect(() => parseShowVmdevice(output)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Something went by here', 'records'],
    ['Colour: blue', 'vm_state'],
  ])('does not take "%s" for an answer', (output, missing) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show vmdevice', missing } };
    expect(() => parseShowVmdevice(output)).toThrow(expect.objectContaining(unreadable));
  });
});
