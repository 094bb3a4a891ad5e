import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CONDITION_CODES } from '../conditions/condition-table.js';
import { checkIntervalMs, nextCheckAt } from './next-check-at.js';

describe('checkIntervalMs', () => {
  it.each([
    ['a disk as often as the vendor', 'hard-disk-error', 'mpx', 21_600_000],
    ['memory once a day', 'memory-anomaly', 'vpx', 86_400_000],
    ['a power supply as often as SSH can bear', 'power-supply-failure', 'sdx-host', 300_000],
    ['a restart as often as SSH can bear', 'warm-restart', 'vpx-on-sdx', 300_000],
    ['no power supply of an instance', 'power-supply-failure', 'vpx-on-sdx', null],
    ['no memory of a host', 'memory-anomaly', 'sdx-host', null],
  ] as const)('checks %s', (_, code, platform, expected) => {
    expect(checkIntervalMs(code, platform)).toBe(expected);
  });
});

describe('nextCheckAt', () => {
  it('is after the given instant, at most one interval, and the same until it has come', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom(...CONDITION_CODES),
        fc.integer({ min: 300_000, max: 86_400_000 }),
        fc.integer({ min: 0, max: 4e12 }),
        (applianceId, code, intervalMs, atMs) => {
          const turn = { applianceId, code, intervalMs };
          const next = nextCheckAt(turn, atMs);
          expect(next - atMs).toBeGreaterThan(0);
          expect(next - atMs).toBeLessThanOrEqual(intervalMs);
          expect(nextCheckAt(turn, next - 1)).toBe(next);
          expect(nextCheckAt(turn, next)).toBe(next + intervalMs);
        },
      ),
    );
  });
});
