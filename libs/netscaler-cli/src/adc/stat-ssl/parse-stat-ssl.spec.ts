import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseStatSsl } from './parse-stat-ssl.js';

describe('parseStatSsl', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseStatSsl(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'stat ssl -fullValues', line: 1, message } };
    expect(() => parseStatSsl(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseStatSsl('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it.each([
    ['SSL engine status 0', { engineUp: false }],
    ['SSL engine status DOWN', { engineUp: false }],
    ['SSL cards up 3', { cardsUp: 3, cardsPresent: null }],
    ['', { cardsPresent: null, cardsUp: null, engineUp: null }],
  ])('reads "%s"', (line, expected) => {
    expect(parseStatSsl(line)).toMatchObject(expected);
  });
});
