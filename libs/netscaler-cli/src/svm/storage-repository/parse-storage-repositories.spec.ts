import { describe, expect, it } from '@jest/globals';
import { transcripts } from '../../../../testing/src/index.js';
import { parseStorageRepositories } from './parse-storage-repositories.js';

describe('parseStorageRepositories', () => {
  it.each(transcripts(new URL('./transcripts/', import.meta.url)))('reads $name', ({ output, expected }) => {
    expect(parseStorageRepositories(output)).toEqual(expected);
  });

  it.each([
    ['ERROR: Invalid command', 'Invalid command'],
    ['Not authorized', 'Not authorized'],
    ['Usage: show x', 'Usage: show x'],
  ])('refuses "%s"', (output, message) => {
    const refusal = {
      code: 'DEVICE_REFUSED',
      details: { command: 'show systemhealthStorageRepository', line: 1, message },
    };
    expect(() => parseStorageRepositories(output)).toThrow(expect.objectContaining(refusal));
  });

  it('does not take words without a record for an empty list', () => {
    const unreadable = {
      code: 'OUTPUT_UNREADABLE',
      details: { command: 'show systemhealthStorageRepository', missing: 'records' },
    };
    expect(() => parseStorageRepositories('Something went by here')).toThrow(expect.objectContaining(unreadable));
  });

  it.each([
    ['GOOD', 'ok'],
    ['OK', 'ok'],
    ['ERROR', 'failed'],
    ['BAD', 'failed'],
    ['Rebuilding', 'unknown'],
    ['', 'not-applicable'],
  ])('reads the status "%s" of a repository without a name as %s', (statusText, status) => {
    expect(parseStorageRepositories(`1) Bay Number: 1\nStatus: ${statusText}`)).toEqual([
      expect.objectContaining({ name: null, bayNumber: '1', status, statusText, sizeBytes: null }),
    ]);
  });
});
