import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bootReading } from './boot-reading.js';
import type { BootReading } from './boot-reading.js';
import { BOOT_TOLERANCE_MS, placeBoot } from './place-boot.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 10, 2, 3, 11, 9);
const between = (earliestMs: number, latestMs: number): BootReading => ({ earliestMs, latestMs });
const at = (ms: number): BootReading => between(ms, ms);

describe('bootReading', () => {
  it('lies within one printed unit before the cut uptime', () => {
    const uptimeMs = 41 * 24 * HOUR + 3 * HOUR;
    expect(bootReading({ readAtMs: T + uptimeMs, uptimeMs, resolutionMs: HOUR })).toEqual({
      ...between(T - HOUR, T),
      readAtMs: T + uptimeMs,
      uptimeMs,
      node: null,
    });
  });

  it('always holds the real start', () => {
    fc.assert(
      fc.property(fc.nat(9_000_000_000), fc.constantFrom(1_000, MINUTE, HOUR, 24 * HOUR), (realMs, resolutionMs) => {
        const uptimeMs = Math.floor(realMs / resolutionMs) * resolutionMs;
        const { earliestMs, latestMs } = bootReading({ readAtMs: T + realMs, uptimeMs, resolutionMs });
        expect(earliestMs < T && T <= latestMs).toBe(true);
      }),
    );
  });
});

describe('placeBoot', () => {
  it.each<[says: string, last: BootReading | null, reading: BootReading, placement: unknown]>([
    ['the first reading', null, at(T), { kind: 'first' }],
    ['the same reading again', at(T), at(T), { kind: 'same', narrowed: at(T) }],
    ['a start 90 seconds later', at(T), at(T + 90_000), { kind: 'same', narrowed: at(T) }],
    ['a start at the edge of both tolerances', at(T), at(T + 2 * BOOT_TOLERANCE_MS), { kind: 'same', narrowed: at(T) }],
    ['a start a millisecond beyond', at(T), at(T + 2 * BOOT_TOLERANCE_MS + 1), { kind: 'new' }],
    ['a start ten minutes later', at(T), at(T + 10 * MINUTE), { kind: 'new' }],
    ['a start an hour earlier, which is a clock that was set', at(T), at(T - HOUR), { kind: 'same', narrowed: at(T) }],
    [
      'a finer reading',
      between(T - HOUR, T),
      between(T - 2_000, T - 1_000),
      { kind: 'same', narrowed: between(T - 2_000, T - 1_000) },
    ],
    ['a coarser reading', at(T), between(T - HOUR, T + HOUR), { kind: 'same', narrowed: at(T) }],
    [
      'an overlapping reading',
      between(T - HOUR, T),
      between(T - MINUTE, T + HOUR),
      { kind: 'same', narrowed: between(T - MINUTE, T) },
    ],
    ['a restart that a coarse uptime can tell', between(T - HOUR, T), between(T + HOUR, T + 2 * HOUR), { kind: 'new' }],
  ])('places %s', (_says, last, reading, placement) => {
    expect(placeBoot(last, reading)).toEqual(placement);
  });

  it('takes the tolerance that it is given', () => {
    expect(placeBoot(at(T), at(T + MINUTE), 1_000)).toEqual({ kind: 'new' });
  });

  const jitterMs = fc.integer({ min: -BOOT_TOLERANCE_MS, max: BOOT_TOLERANCE_MS });
  const readings = fc.array(
    fc.tuple(jitterMs, fc.constantFrom(0, 1_000, MINUTE, HOUR)).map(([jitter, width]) => ({ jitter, width })),
    { minLength: 1_000, maxLength: 1_000 },
  );

  it('stays in one epoch over a thousand readings that are off by up to the tolerance, and does not drift', () => {
    fc.assert(
      fc.property(readings, ([first, ...others]) => {
        if (first === undefined) throw new Error('there is a first reading');
        const start = between(T + first.jitter - first.width, T + first.jitter);
        let known = start;
        for (const { jitter, width } of others) {
          const placement = placeBoot(known, between(T + jitter - width, T + jitter));
          if (placement.kind !== 'same') throw new Error(`a reading off by ${jitter} ms became ${placement.kind}`);
          known = placement.narrowed;
        }
        expect(known.earliestMs >= start.earliestMs && known.latestMs <= start.latestMs).toBe(true);
      }),
      { numRuns: 30 },
    );
  });

  it('narrows once: the same reading a second time changes nothing', () => {
    const interval = fc
      .tuple(fc.integer({ min: -HOUR, max: HOUR }), fc.nat(HOUR))
      .map(([a, w]) => between(T + a, T + a + w));
    fc.assert(
      fc.property(interval, interval, (last, reading) => {
        const once = placeBoot(last, reading);
        fc.pre(once.kind === 'same');
        if (once.kind === 'same') expect(placeBoot(once.narrowed, reading)).toEqual(once);
      }),
    );
  });

  it('sees every restart that is further away than both tolerances and the unit of the uptime', () => {
    const widths = fc.constantFrom(0, 1_000, MINUTE, HOUR);
    fc.assert(
      fc.property(widths, widths, fc.integer({ min: 1, max: 30 * 24 * HOUR }), (w1, w2, laterMs) => {
        const latestMs = T + 2 * BOOT_TOLERANCE_MS + w2 + laterMs;
        expect(placeBoot(between(T - w1, T), between(latestMs - w2, latestMs))).toEqual({ kind: 'new' });
      }),
    );
  });
});
