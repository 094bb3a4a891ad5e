import { describe, expect, it } from '@jest/globals';
import { readDeviceTime, type DeviceTime } from './read-device-time.js';
import { uptimeBetween } from './uptime-between.js';

function time(text: string): DeviceTime {
  const read = readDeviceTime(text);
  if (read === null) throw new Error(`${text} is no time`);
  return read;
}

describe('uptimeBetween', () => {
  it.each([
    ['minutes after the start, to the second', 'Fri Aug 16 11:17:25 2024', 'Fri Aug 16 11:27:26 2024', 601_000, 1_000],
    ['days later, to the hour', 'Fri Aug 16 11:17:25 2024', 'Sun Aug 18 11:17:25 2024', 172_800_000, 3_601_000],
    ['a start a second ahead of the clock, as none', 'Fri Aug 16 11:17:25 2024', 'Fri Aug 16 11:17:24 2024', 0, 1_000],
  ])('reads %s', (_sentence, upSince, systemTime, ms, resolutionMs) => {
    expect(uptimeBetween(time(upSince), time(systemTime))).toEqual({ ms, resolutionMs });
  });

  it('says nothing when the clock was set back behind the start', () => {
    expect(uptimeBetween(time('Fri Aug 16 11:17:25 2024'), time('Fri Aug 16 11:17:00 2024'))).toBeNull();
  });

  it('holds the real uptime across the end of summer time', () => {
    // Started at 23:00 summer time, read ten hours later at 08:00 winter time.
    const uptime = uptimeBetween(time('Sat Oct 26 23:00:00 2024'), time('Sun Oct 27 08:00:00 2024'));
    const realMs = 10 * 3_600_000;
    expect(uptime !== null && uptime.ms <= realMs && realMs < uptime.ms + uptime.resolutionMs).toBe(true);
  });
});
