import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseStatSystem } from './parse-stat-system.js';

describe('parseStatSystem', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseStatSystem(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'stat system -fullValues', line: 1, message } };
    expect(() => parseStatSystem(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseStatSystem('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });

  it('keeps a start time it cannot read', () => {
    expect(parseStatSystem('Up since(Local)   yesterday')).toMatchObject({
      upSince: null,
      memoryUsedPercent: null,
      unrecognised: ['Up since(Local)   yesterday'],
    });
  });

  it.each(['InUse Memory (%)   101', `Number of CPUs   ${'9'.repeat(40)}`])(
    'keeps "%s", which is no reading',
    (line) => {
      expect(parseStatSystem(line)).toMatchObject({ memoryUsedPercent: null, cpus: null, unrecognised: [line] });
    },
  );
});
