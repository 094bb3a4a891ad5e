import { describe, expect, it } from '@jest/globals';
import { checkExpiry } from './check-expiry.js';
import { LAYER_RANKS } from './layer.js';
import type { LayerRank } from './layer.js';

const NOW = new Date('2026-11-23T14:00:00Z');
const codes = (rank: LayerRank, at: unknown) => checkExpiry(rank, at, NOW).map(({ key, code }) => `${key}: ${code}`);

describe('checkExpiry', () => {
  it.each(LAYER_RANKS.flatMap((rank) => [null, undefined].map((at) => ({ rank, at }))))(
    'lets $rank never expire ($at)',
    ({ rank, at }) => {
      expect(codes(rank, at)).toEqual([]);
    },
  );

  it.each([
    '2027-03-31',
    '2026-11-24',
    '2028-02-29',
    '2026-11-23T14:00:01Z',
    '2026-11-23T14:00:00.001Z',
    '2027-01-01T00:00Z',
  ])('takes %s for an appliance', (at) => {
    expect(codes('instance', at)).toEqual([]);
  });

  it.each<[says: string, rank: LayerRank, at: unknown, found: string[]]>([
    ['a site', 'site', '2027-03-31', ['expiresAt: expiry-not-here']],
    ['a host', 'host', '2027-03-31', ['expiresAt: expiry-not-here']],
    ['this very moment', 'instance', '2026-11-23T14:00:00Z', ['expiresAt: expiry-past']],
    ['today, which began already', 'instance', '2026-11-23', ['expiresAt: expiry-past']],
    ['a day that is not on the calendar', 'instance', '2027-02-30', ['expiresAt: expiry-not-a-time']],
    ['an hour that is none', 'instance', '2027-02-20T25:00:00Z', ['expiresAt: expiry-not-a-time']],
    ['a time without its zone', 'instance', '2027-02-20T12:00:00', ['expiresAt: expiry-not-a-time']],
    ['a duration', 'instance', '30d', ['expiresAt: expiry-not-a-time']],
    ['a number', 'instance', 1_800_000_000_000, ['expiresAt: expiry-not-a-time']],
    ['a past day of a fleet', 'fleet', '2020-01-01', ['expiresAt: expiry-not-here', 'expiresAt: expiry-past']],
  ])('refuses %s', (_says, rank, at, found) => {
    expect(codes(rank, at)).toEqual(found);
  });
});
