import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseStatNs } from './parse-stat-ns.js';

describe('parseStatNs', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseStatNs(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'stat ns -fullValues', line: 1, message } };
    expect(() => parseStatNs(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps values that are none', () => {
    const lines = ['InUse Memory (%)   123.4', '# SSL cards UP   many', 'Up since   yesterday'];
    expect(parseStatNs(lines.join('\n'))).toMatchObject({
      memoryUsedPercent: null,
      sslCardsUp: null,
      upSince: null,
      unrecognised: expect.arrayContaining(lines),
    });
  });
});
