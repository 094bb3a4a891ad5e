import { describe, expect, it } from '@jest/globals';
import { DELIVERY_STATES } from '../../../../libs/contract/src/index.js';
import { RANGES, seriesStart, uploadSeries, type Range } from './upload-series.js';

const now = new Date('2026-11-23T14:37:12Z');

describe('uploadSeries', () => {
  it.each<[Range, number, string]>([
    ['24h', 24, '2026-11-22T15:00:00.000Z'],
    ['7d', 28, '2026-11-16T18:00:00.000Z'],
    ['30d', 30, '2026-10-25T00:00:00.000Z'],
  ])('has every bucket of %s, also the empty ones', (range, length, first) => {
    const series = uploadSeries(range, now, []);
    expect([series.length, series[0]?.at, seriesStart(range, now).toISOString()]).toEqual([length, first, first]);
    const lastMs = Date.parse(series.at(-1)?.at ?? '');
    expect(now.getTime() - lastMs).toBeLessThan(RANGES[range].bucketSeconds * 1000);
  });

  it('puts every upload into its bucket and its share, and leaves out what never was one', () => {
    const counted = DELIVERY_STATES.map((state) => ({ at: new Date('2026-11-23T14:00:00Z'), state, count: 1 }));
    expect(uploadSeries('24h', now, counted).at(-1)).toEqual({
      at: '2026-11-23T14:00:00.000Z',
      delivered: 1,
      waiting: 6,
      retrying: 1,
      held: 1,
      failed: 2,
    });
  });

  it('leaves out what is older than its range', () => {
    const old = [{ at: new Date('2026-11-22T14:00:00Z'), state: 'delivered', count: 3 }];
    expect(uploadSeries('24h', now, old).every((bucket) => bucket.delivered === 0)).toBe(true);
  });
});
