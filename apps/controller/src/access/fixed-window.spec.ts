import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FixedWindow } from './fixed-window.js';

describe('FixedWindow', () => {
  it('allows as many as its limit in any one window, and counts keys apart', () => {
    const window = new FixedWindow(2, 1000);
    const taken = [0, 10, 999].map((nowMs) => window.take('a', nowMs));
    expect(taken.map(({ allowed, remaining }) => [allowed, remaining])).toEqual([[true, 1], [true, 0], [false, 0]]); // prettier-ignore
    expect(window.take('b', 999).allowed).toBe(true);
    expect(window.take('a', 1000)).toEqual({ allowed: true, limit: 2, remaining: 1, resetSeconds: 1 });
  });

  it('says that a key is spent without counting', () => {
    const window = new FixedWindow(1, 1000);
    expect(window.isSpent('a', 0)).toBe(false);
    window.take('a', 0);
    expect(window.isSpent('a', 0)).toBe(true);
    expect(window.isSpent('a', 1000)).toBe(false);
  });

  it('never allows more than its limit between two resets', () => {
    const waits = fc.array(fc.nat(400), { maxLength: 60 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 1, max: 5 }), (gapsMs, limit) => {
        const window = new FixedWindow(limit, 1000);
        let nowMs = 0;
        let endsAtMs = 1000;
        let allowed = 0;
        for (const gapMs of gapsMs) {
          if (nowMs >= endsAtMs) [endsAtMs, allowed] = [nowMs + 1000, 0];
          allowed += Number(window.take('a', nowMs).allowed);
          expect(allowed).toBeLessThanOrEqual(limit);
          nowMs += gapMs;
        }
      }),
    );
  });
});
