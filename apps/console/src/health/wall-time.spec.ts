import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { instantOf, wallTime } from './wall-time.js';

describe('instantOf', () => {
  it.each([
    ['a time of UTC is taken as it stands', '2026-11-24T13:05', '2026-11-24T13:05:00.000Z'],
    ['an empty field is no time', '', null],
    ['a day alone is no time', '2026-11-24', null],
    ['there is no thirteenth month', '2026-13-01T00:00', null],
  ])('%s', (_, text, instant) => {
    expect(instantOf(text, 'utc')).toBe(instant);
  });
});

describe('wallTime', () => {
  it('is read back as the same minute of UTC', () => {
    const minutes = fc.integer({ min: 0, max: 66_000_000 });
    fc.assert(
      fc.property(minutes, (minute) => {
        expect(Date.parse(instantOf(wallTime(minute * 60_000, 'utc'), 'utc') ?? '')).toBe(minute * 60_000);
      }),
    );
  });

  it('is read back as the same minute of the viewer’s zone outside the hour that a clock change repeats', () => {
    const noon = Date.UTC(2026, 5, 15, 12, 0);
    expect(instantOf(wallTime(noon, 'local'), 'local')).toBe(new Date(noon).toISOString());
  });
});
