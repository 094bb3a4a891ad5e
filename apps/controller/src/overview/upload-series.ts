import type { Overview } from '../../../../libs/contract/src/index.js';
import { iso } from '../api/iso.js';

type Bucket = Overview['uploads'][number];
type Share = Exclude<keyof Bucket, 'at'>;

export const RANGES = {
  '24h': { seconds: 86_400, bucketSeconds: 3600 },
  '7d': { seconds: 7 * 86_400, bucketSeconds: 6 * 3600 },
  '30d': { seconds: 30 * 86_400, bucketSeconds: 86_400 },
} as const;
export type Range = keyof typeof RANGES;

/** Every state of a delivery by what the chart calls it; what is in neither is not an upload. */
const SHARE_OF: Readonly<Record<string, Share>> = {
  pending: 'waiting',
  collecting: 'waiting',
  collected: 'waiting',
  queued: 'waiting',
  transmitting: 'waiting',
  'no-destination': 'waiting',
  retrying: 'retrying',
  held: 'held',
  delivered: 'delivered',
  'collection-failed': 'failed',
  'transmission-failed': 'failed',
};

/** The first bucket of a range that ends now. */
export function seriesStart(range: Range, now: Date): Date {
  const bucketMs = RANGES[range].bucketSeconds * 1000;
  const last = Math.floor(now.getTime() / bucketMs) * bucketMs;
  return new Date(last - RANGES[range].seconds * 1000 + bucketMs);
}

/** One bucket after the other from start to now, also those in which nothing happened. */
export function uploadSeries(
  range: Range,
  now: Date,
  counted: readonly { at: Date; state: string; count: number }[],
): Bucket[] {
  const bucketMs = RANGES[range].bucketSeconds * 1000;
  const start = seriesStart(range, now).getTime();
  const length = (RANGES[range].seconds * 1000) / bucketMs;
  const buckets = Array.from({ length }, (_, index): Bucket => emptyBucket(new Date(start + index * bucketMs)));
  for (const { at, state, count } of counted) {
    const bucket = buckets[Math.floor((at.getTime() - start) / bucketMs)];
    const share = SHARE_OF[state];
    if (bucket !== undefined && share !== undefined) bucket[share] += count;
  }
  return buckets;
}

const emptyBucket = (at: Date): Bucket => ({
  at: iso(at),
  delivered: 0,
  waiting: 0,
  retrying: 0,
  held: 0,
  failed: 0,
});
