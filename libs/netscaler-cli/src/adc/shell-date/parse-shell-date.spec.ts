import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShellDate } from './parse-shell-date.js';

describe('parseShellDate', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShellDate(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'shell date +%z', line: 1, message } };
    expect(() => parseShellDate(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['+0000', 0],
    ['-0000', 0],
    ['+1400', 840],
    ['-1159', -719],
  ])('reads "%s"', (text, minutes) => {
    expect(parseShellDate(text)).toEqual({ utcOffset: text, utcOffsetMinutes: minutes, unrecognised: [] });
  });

  it.each(['+1500', '+0060', '0530', '+530', 'UTC', 'Fri Aug 16 11:17:25 2024'])('keeps "%s" unread', (line) => {
    expect(parseShellDate(line)).toEqual({ utcOffset: null, utcOffsetMinutes: null, unrecognised: [line] });
  });

  it('believes the first of two offsets only', () => {
    expect(parseShellDate('+0100\n+0200')).toMatchObject({ utcOffset: '+0100', unrecognised: ['+0200'] });
  });
});
