import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsParam } from './parse-show-ns-param.js';

describe('parseShowNsParam', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsParam(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns param', line: 1, message } };
    expect(() => parseShowNsParam(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Time zone: CoordinatedUniversalTime', 'CoordinatedUniversalTime'],
    ['Timezone:', null],
    ['HTTP port(s): 80', null],
  ])('reads "%s"', (line, timeZone) => {
    expect(parseShowNsParam(line)).toEqual({ timeZone, unrecognised: [] });
  });

  it('keeps a line without a label', () => {
    expect(parseShowNsParam('no label here').unrecognised).toEqual(['no label here']);
  });
});
