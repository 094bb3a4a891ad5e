import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseShowClusterInstance } from './parse-show-cluster-instance.js';

describe('parseShowClusterInstance', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseShowClusterInstance(output)).toEqual(expected);
  });

  it.each(['No such command', 'Not authorized to execute this command [x]'])('refuses "ERROR: %s"', (message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show cluster instance', line: 1, message } };
    expect(() => parseShowClusterInstance(`ERROR: ${message}`)).toThrow(expect.objectContaining(refusal));
  });

  it('keeps a line no pattern knows', () => {
    expect(parseShowClusterInstance('Frobnication: ON').unrecognised).toEqual(['Frobnication: ON']);
  });
});
