import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNsFeature, callHomeFeature } from './parse-show-ns-feature.js';

describe('parseShowNsFeature', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNsFeature(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns feature', line: 1, message } };
    expect(() => parseShowNsFeature(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowNsFeature('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });
});

describe('callHomeFeature', () => {
  it.each([
    ['on by its acronym', ' 7)\tRenamed Feature   CH   ON', 'on'],
    ['off by its acronym', ' 7)\tCall Home   CH   OFF', 'off'],
    ['unknown when only the name matches', ' 7)\tCall Home   XX   ON', 'unknown'],
    ['unknown when nothing is listed', '', 'unknown'],
  ])('says %s', (_sentence, output, expected) => {
    expect(callHomeFeature(parseShowNsFeature(output).features)).toBe(expected);
  });
});
