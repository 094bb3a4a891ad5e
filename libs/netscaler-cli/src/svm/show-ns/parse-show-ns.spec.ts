import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowNs } from './parse-show-ns.js';

describe('parseShowNs', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowNs(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show ns', line: 1, message } };
    expect(() => parseShowNs(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show ns', missing: 'records' } };
    expect(() => parseShowNs('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it('leaves a missing number null, never 0', () => {
    expect(parseShowNs('1) Name: vpx-a\n   SSL Cores:')).toEqual([
      expect.objectContaining({ name: 'vpx-a', sslCores: null, sslCoresUp: null, uuid: null, extra: {} }),
    ]);
  });

  it.each(['SSL Cores', 'SSL Chips', 'Number of SSL Cores', 'number_of_ssl_cores', 'num_of_ssl_chips'])(
    'knows "%s" as the chips assigned',
    (label) => {
      expect(parseShowNs(`1) ${label}: 4`)[0]?.sslCores).toBe(4);
    },
  );
});
