import { describe, expect, it } from '@jest/globals';
import { readUptime } from './read-uptime.js';

const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000] as const;

describe('readUptime', () => {
  it.each([
    ['41 days, 3 hours', 41 * DAY + 3 * HOUR, HOUR],
    ['5 minutes, 12 seconds', 5 * MINUTE + 12 * SECOND, SECOND],
    ['3 hours, 12 minutes', 3 * HOUR + 12 * MINUTE, MINUTE],
    ['1 day', DAY, DAY],
    ['2 weeks 1 day and 4 hrs', 15 * DAY + 4 * HOUR, HOUR],
    ['0 seconds', 0, SECOND],
    ['3d 4h 5m 6s', 3 * DAY + 4 * HOUR + 5 * MINUTE + 6 * SECOND, SECOND],
  ])('reads "%s"', (printed, ms, resolutionMs) => {
    expect(readUptime(printed)).toEqual({ ms, resolutionMs });
  });

  it.each(['', '3556800', '41 days, 3:12', 'soon', '3 fortnights', '-1 days', '41 days, some hours'])(
    'reads no uptime from "%s"',
    (printed) => {
      expect(readUptime(printed)).toBeNull();
    },
  );
});
