import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseSystemHealth } from './parse-system-health.js';

describe('parseSystemHealth', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseSystemHealth(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = { code: 'DEVICE_REFUSED', details: { command: 'show systemhealth', line: 1, message } };
    expect(() => parseSystemHealth(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = { code: 'OUTPUT_UNREADABLE', details: { command: 'show systemhealth', missing: 'records' } };
    expect(() => parseSystemHealth('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it('does not drop a row without a name: its status counts', () => {
    expect(parseSystemHealth('1) Status: ERROR\n2) Name: b\nStatus: OK')).toEqual([
      expect.objectContaining({ name: null, status: 'failed', statusText: 'ERROR' }),
      expect.objectContaining({ name: 'b', status: 'ok' }),
    ]);
  });
});
