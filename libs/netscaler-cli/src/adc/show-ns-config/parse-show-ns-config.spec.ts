import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsConfig } from './parse-show-ns-config.js';

describe('parseShowNsConfig', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsConfig(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns config', line: 1, message } };
    expect(() => parseShowNsConfig(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowNsConfig('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it('keeps a time it cannot read', () => {
    expect(parseShowNsConfig('Last Config Saved Time: soon')).toMatchObject({
      lastSaved: null,
      unrecognised: ['Last Config Saved Time: soon'],
    });
  });
});
