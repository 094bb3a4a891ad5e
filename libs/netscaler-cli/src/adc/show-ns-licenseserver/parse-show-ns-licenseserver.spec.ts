import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsLicenseserver } from './parse-show-ns-licenseserver.js';

describe('parseShowNsLicenseserver', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsLicenseserver(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns licenseserver', line: 1, message } };
    expect(() => parseShowNsLicenseserver(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Connected', true],
    ['connected', true],
    ['Disconnected', false],
    ['Not connected', false],
    ['Perhaps', null],
  ])('takes the status "%s" for connected: %s', (status, isConnected) => {
    const { servers } = parseShowNsLicenseserver(`License Server: a.example  Status: ${status}`);
    expect(servers).toEqual([expect.objectContaining({ status, isConnected })]);
  });

  it.each(['Port: 27000', 'License Server: a b', 'License Server: a.example  Port: 70000'])(
    'keeps "%s", which is no whole server',
    (line) => {
      expect(parseShowNsLicenseserver(line).unrecognised).toEqual([line]);
    },
  );
});
