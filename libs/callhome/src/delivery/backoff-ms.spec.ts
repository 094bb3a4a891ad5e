import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BACKOFF_CAP_MS, backoffMs } from './backoff-ms.js';

const ALMOST_ONE = 1 - Number.EPSILON;

describe('backoffMs', () => {
  it.each([
    [1, 5_000],
    [2, 10_000],
    [3, 20_000],
    [10, 2_560_000],
    [11, 3_600_000],
    [12, 3_600_000],
    [5_000, 3_600_000],
  ])('waits less than the limit of attempt %i, %i ms', (attempt, limitMs) => {
    expect(backoffMs(attempt, ALMOST_ONE)).toBe(limitMs - 1);
    expect(backoffMs(attempt, 0.5)).toBe(limitMs / 2);
    expect(backoffMs(attempt, 0)).toBe(0);
  });

  it('treats an attempt that nobody counted as the first', () => {
    expect(backoffMs(0, 0.5)).toBe(backoffMs(1, 0.5));
  });

  it('is a whole number below the cap, and never shorter for a later attempt', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100 }),
        fc.double({ min: 0, max: ALMOST_ONE, noNaN: true }),
        (n, random) => {
          const waitMs = backoffMs(n, random);
          expect(Number.isInteger(waitMs) && waitMs >= 0 && waitMs < BACKOFF_CAP_MS).toBe(true);
          expect(backoffMs(n + 1, random)).toBeGreaterThanOrEqual(waitMs);
        },
      ),
    );
  });
});
