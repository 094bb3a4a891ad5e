import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowSnmpAlarm } from './parse-show-snmp-alarm.js';

describe('parseShowSnmpAlarm', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowSnmpAlarm(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show snmp alarm', line: 1, message } };
    expect(() => parseShowSnmpAlarm(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowSnmpAlarm('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it('takes the state and not the logging of a row', () => {
    const row = '1) CALLHOME-UPLOAD-EVENT N/A N/A N/A DISABLED Major ENABLED';
    expect(parseShowSnmpAlarm(row)).toMatchObject({ state: 'disabled', severity: 'Major' });
  });
});
