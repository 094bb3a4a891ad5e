import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowCapacity } from './parse-show-capacity.js';

describe('parseShowCapacity', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowCapacity(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show capacity', line: 1, message } };
    expect(() => parseShowCapacity(output)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Something went by here', 'records'],
    ['Colour: blue', 'std_bw'],
  ])('does not take "%s" for an answer', (output, missing) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show capacity', missing } };
    expect(() => parseShowCapacity(output)).toThrow(expect.objectContaining(unreadable));
  });

  it('does not convert another unit, nor take it for Gbps', () => {
    expect(parseShowCapacity('plt_bw=40000 Mbps')).toMatchObject({
      standardGbps: null,
      platinumGbps: null,
      totalMbps: null,
      extra: { plt_bw: '40000 Mbps' },
    });
  });
});
