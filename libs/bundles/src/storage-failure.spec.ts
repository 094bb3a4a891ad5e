import { describe, expect, it } from '@jest/globals';
import { BundleError } from './errors.js';
import { storageFailure } from './storage-failure.js';

describe('storageFailure', () => {
  it.each([
    ['a full disk', 'ENOSPC', 'STORAGE_FULL', true],
    ['a used-up quota', 'EDQUOT', 'STORAGE_FULL', true],
    ['a missing file', 'ENOENT', 'BUNDLE_MISSING', false],
    ['a broken disk', 'EIO', 'STORAGE_FAILED', true],
    ['a forbidden folder', 'EACCES', 'STORAGE_FAILED', true],
    ['no free file handle', 'EMFILE', 'STORAGE_FAILED', true],
  ])('names %s', (_what, systemCode, code, retryable) => {
    const cause = Object.assign(new Error('x'), { code: systemCode });
    expect(storageFailure(cause, { id: 'b1' })).toMatchObject({
      code,
      retryable,
      details: { id: 'b1', systemCode },
      cause,
    });
  });

  it('names what has no system code', () => {
    expect(storageFailure('odd', {})).toMatchObject({ code: 'STORAGE_FAILED', details: { systemCode: 'unknown' } });
  });

  it('passes its own kind through', () => {
    const error = new BundleError('BUNDLE_CORRUPT');
    expect(storageFailure(error, {})).toBe(error);
  });
});
