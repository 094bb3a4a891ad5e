import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsCapacity } from './parse-show-ns-capacity.js';

describe('parseShowNsCapacity', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsCapacity(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns capacity', line: 1, message } };
    expect(() => parseShowNsCapacity(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['a bandwidth with its unit', 'Actual Bandwidth : 2 Gbps', { actualMbps: 2_000 }],
    ['a bandwidth without one', 'Actualbandwidth: 200', { actualMbps: 200 }],
    ['a limit in the unit of another line as unknown', 'Unit: Gbps  Maxbandwidth: 40', { maximumMbps: null }],
    ['the configured one in that unit', 'Unit: Gbps  Bandwidth: 40', { configuredMbps: 40_000 }],
    ['the platform type', 'Platform: VP1000', { platform: 'VP1000' }],
  ])('reads %s', (_sentence, line, expected) => {
    expect(parseShowNsCapacity(line)).toMatchObject({ ...expected, unrecognised: [] });
  });

  it.each(['Actual Bandwidth : lots', 'Actual Bandwidth : 5 parsecs', `Actualbandwidth: ${'9'.repeat(30)}`])(
    'keeps "%s" unread',
    (line) => {
      expect(parseShowNsCapacity(line)).toMatchObject({ actualMbps: null, unrecognised: [line] });
    },
  );
});
