import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readDeviceTime } from './read-device-time.js';

describe('readDeviceTime', () => {
  it.each([
    ['27 Aug 2010 18:22:47', Date.UTC(2010, 7, 27, 18, 22, 47)],
    ['1 Jul 2024 00:00:59', Date.UTC(2024, 6, 1, 0, 0, 59)],
    ['Fri Sep 16 18:43:05 2022', Date.UTC(2022, 8, 16, 18, 43, 5)],
    ['Thu Aug  1 09:00:05 2024', Date.UTC(2024, 7, 1, 9, 0, 5)],
    ['29 Feb 2024 12:00:00', Date.UTC(2024, 1, 29, 12, 0, 0)],
  ])('reads "%s"', (text, epochAsIfUtcMs) => {
    expect(readDeviceTime(` ${text} `)).toEqual({ text, epochAsIfUtcMs });
  });

  it.each([
    '',
    '..',
    'N/A',
    '27 Foo 2010 18:22:47',
    '31 Feb 2024 00:00:00',
    '29 Feb 2023 00:00:00',
    '1 Jan 2024 24:00:00',
    '1 Jan 2024 00:60:00',
    '1 Jan 2024 00:00:60',
    '1 Jan 0024 00:00:00',
    '12/8/2013',
    'Sep 10 2013, 00:10:23',
    '27 Aug 2010 18:22:47 GMT',
  ])('reads no time from "%s"', (text) => {
    expect(readDeviceTime(text)).toBeNull();
  });

  it('keeps the distance between two times of one clock, in both forms', () => {
    const names = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
    const seconds = fc.integer({ min: Date.UTC(2000, 0) / 1_000, max: Date.UTC(2099, 11) / 1_000 });
    fc.assert(
      fc.property(seconds, (second) => {
        const whole = second * 1_000;
        const at = new Date(whole);
        const [month, day, clock] = [names[at.getUTCMonth()], at.getUTCDate(), at.toISOString().slice(11, 19)];
        expect(readDeviceTime(`${day} ${month} ${at.getUTCFullYear()} ${clock}`)?.epochAsIfUtcMs).toBe(whole);
        const ctime = `Mon ${month} ${String(day).padStart(2)} ${clock} ${at.getUTCFullYear()}`;
        expect(readDeviceTime(ctime)?.epochAsIfUtcMs).toBe(whole);
      }),
    );
  });
});
