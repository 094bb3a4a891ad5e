import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsLicense } from './parse-show-ns-license.js';

describe('parseShowNsLicense', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsLicense(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns license', line: 1, message } };
    expect(() => parseShowNsLicense(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it.each([
    ['Local', 'local'],
    ['Express', 'express'],
    ['Pooled', 'pooled'],
    ['VCPU', 'pooled'],
    ['CICO', 'central'],
    ['Central', 'central'],
    ['Something new', 'unknown'],
  ])('takes the licensing mode "%s" for %s', (mode, source) => {
    expect(parseShowNsLicense(`Licensing mode: ${mode}`)).toMatchObject({ licensingMode: mode, source });
  });

  it.each([
    ['Enterprise License', 'advanced'],
    ['Premium License', 'premium'],
    ['Simple Gateway License', 'gateway'],
    ['Standard or Premium', null],
    ['Demo', null],
  ])('takes the licence type "%s" for the edition %s', (type, edition) => {
    expect(parseShowNsLicense(`License Type: ${type}`)).toMatchObject({ licenseType: type, edition });
  });

  it('takes nothing of another command for a feature', () => {
    const lines = ['Proxy Mode: YES', 'Registration: SUCCESSFUL'];
    expect(parseShowNsLicense(lines.join('\n'))).toMatchObject({
      features: [],
      source: 'unknown',
      unrecognised: ['Registration: SUCCESSFUL', 'Proxy Mode: YES'],
    });
  });

  it.each([
    'Days to expiration: soon',
    `Model Number ID: ${'9'.repeat(40)}`,
    'License Type:',
    'Licensing mode: Po\ufffdled',
  ])('keeps "%s" unread', (line) => {
    expect(parseShowNsLicense(line)).toMatchObject({
      daysToExpiration: null,
      modelNumber: null,
      licenseType: null,
      licensingMode: null,
      unrecognised: [line],
    });
  });
});
