import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsVersion } from './parse-show-ns-version.js';

describe('parseShowNsVersion', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsVersion(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns version', line: 1, message } };
    expect(() => parseShowNsVersion(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    const output = 'NetScaler NS14.1: Build 21.57.nc, Date: May 1 2024, 01:02:03\nFrobnication: ON';
    expect(parseShowNsVersion(output)).toMatchObject({ build: '21.57', unrecognised: ['Frobnication: ON'] });
  });

  it.each(['', ' Done', 'NetScaler NSx: Build y'])('says that %j holds no version', (output) => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show ns version', missing: 'version' } };
    expect(() => parseShowNsVersion(output)).toThrow(expect.objectContaining(unreadable));
  });
});
