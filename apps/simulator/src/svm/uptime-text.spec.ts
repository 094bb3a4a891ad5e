import { describe, expect, it } from '@jest/globals';
import { uptimeText } from './uptime-text.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe('uptimeText', () => {
  it.each([
    ['days show hours', 41 * 24 * HOUR + 3 * HOUR + 59 * MINUTE, '41 days, 3 hours'],
    ['one of each is singular', 25 * HOUR, '1 day, 1 hour'],
    ['under a day shows minutes', 3 * HOUR + 12 * MINUTE + 4 * SECOND, '3 hours, 12 minutes'],
    ['under an hour shows seconds', 5 * MINUTE + 12 * SECOND, '5 minutes, 12 seconds'],
    ['under a minute keeps two units', 9 * SECOND, '0 minutes, 9 seconds'],
    ['nothing yet', 0, '0 minutes, 0 seconds'],
    ['a clock that went back', -5 * SECOND, '0 minutes, 0 seconds'],
  ])('%s', (_what, milliseconds, text) => {
    expect(uptimeText(milliseconds)).toBe(text);
  });
});
