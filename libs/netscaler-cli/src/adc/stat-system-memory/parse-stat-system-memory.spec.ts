import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseStatSystemMemory } from './parse-stat-system-memory.js';

describe('parseStatSystemMemory', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseStatSystemMemory(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = {
      code: 'DEVICE_REFUSED',
      details: { command: 'stat system memory -fullValues', line: 1, message },
    };
    expect(() => parseStatSystemMemory(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('tells the memory in use from the shared one', () => {
    expect(parseStatSystemMemory('Shared Memory InUse (%)   4.10')).toEqual({
      usedPercent: null,
      usedMb: null,
      freeMb: null,
      maximumMb: null,
      unrecognised: [],
    });
  });
});
