import { describe, expect, it } from '@jest/globals';
import { parseRetryAfter } from './retry-after.js';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('parseRetryAfter', () => {
  it.each<[string, string | null, number | null]>([
    ['seconds', '120', 120_000],
    ['no wait at all', '0', 0],
    ['blanks around', ' 7 ', 7_000],
    ['a date to come', 'Mon, 23 Nov 2026 12:00:30 GMT', 30_000],
    ['a date in the past', 'Mon, 23 Nov 2026 11:00:00 GMT', 0],
    ['an RFC 850 date', 'Monday, 23-Nov-26 12:01:00 GMT', 60_000],
    ['no header', null, null],
    ['nothing', '', null],
    ['a negative number', '-1', null],
    ['a fraction', '1.5', null],
    ['a word', 'soon', null],
    ['a date that is none', 'Mon, 99 Nov 2026 12:00:30 GMT', null],
    ['more seconds than make sense', '99999999999', null],
  ])('reads %s', (_what, value, waitMs) => {
    expect(parseRetryAfter(value, NOW)).toBe(waitMs);
  });
});
