import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { heartbeatInterval } from './heartbeat-interval.js';
import { heartbeatDedupeKey, heartbeatSlot, nextHeartbeatAt } from './heartbeat-slot.js';
import { heartbeatAge } from './heartbeat-standing.js';

const DAY = 86_400_000;
const days = fc.integer({ min: 1, max: 30 });
const instant = fc.integer({ min: 1e12, max: 3e12 });

describe('heartbeatInterval', () => {
  it.each([
    ['the setting before the appliance', 14, 7, { days: 14, source: 'setting' }],
    ['the appliance without a setting', null, 7, { days: 7, source: 'device' }],
    ['the appliance where the setting is out of range', 31, 20, { days: 20, source: 'device' }],
    ['the older documents where nobody says', null, null, { days: 30, source: 'assumed' }],
  ])('takes %s', (_, setting, device, expected) => {
    expect(heartbeatInterval(setting, device)).toEqual(expected);
  });
});

describe('nextHeartbeatAt', () => {
  it('comes half an interval to one interval after the last, also when the interval was changed', () => {
    fc.assert(
      fc.property(fc.uuid(), days, instant, (id, interval, sentAtMs) => {
        const gap = nextHeartbeatAt(id, interval, { sentAtMs, nowMs: sentAtMs }) - sentAtMs;
        expect(gap).toBeGreaterThanOrEqual((interval * DAY) / 2);
        expect(gap).toBeLessThanOrEqual(interval * DAY);
      }),
    );
  });

  it('is back at the begin of a slot after two, each under a key of its own', () => {
    fc.assert(
      fc.property(fc.uuid(), days, instant, (id, interval, sentAtMs) => {
        const first = nextHeartbeatAt(id, interval, { sentAtMs, nowMs: sentAtMs });
        const second = nextHeartbeatAt(id, interval, { sentAtMs: first, nowMs: first });
        expect(heartbeatSlot(id, interval, second).dueAtMs).toBe(second);
        const slots = [sentAtMs, first, second].map((at) => heartbeatSlot(id, interval, at).slot);
        expect(new Set(slots).size).toBe(3);
      }),
    );
  });

  it('is due at once where none was sent', () => {
    expect(nextHeartbeatAt('a', 7, { sentAtMs: null, nowMs: 1e12 })).toBeLessThanOrEqual(1e12);
  });
});

describe('heartbeatSlot', () => {
  it('spreads 10,000 appliances over the interval', () => {
    const counts = Array.from({ length: 10 }, () => 0);
    for (let n = 0; n < 10_000; n += 1) {
      const tenth = Math.floor((heartbeatSlot(`appliance-${String(n)}`, 30, 1e12).dueAtMs / (3 * DAY)) % 10);
      counts[tenth] = (counts[tenth] ?? 0) + 1;
    }
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });

  it('never shares a key between appliances or interval lengths', () => {
    const keys = [heartbeatDedupeKey('a|7d', 7, 1), heartbeatDedupeKey('a', 7, 1), heartbeatDedupeKey('a', 14, 1)];
    expect(keys).toEqual(['heartbeat|a%7C7d|7d|1', 'heartbeat|a|7d|1', 'heartbeat|a|14d|1']);
  });
});

describe('heartbeatAge', () => {
  it.each([
    ['on time at one interval', 10, 10, 'on-time', false],
    ['late just after it', 10, 12.5, 'late', false],
    ['overdue beyond a quarter more', 10, 12.6, 'overdue', false],
    ['late within the one day that short intervals are given', 1, 2, 'late', false],
    ['missed after two intervals', 10, 20.1, 'overdue', true],
    ['on time when the clock was set back', 10, -3, 'on-time', false],
  ])('is %s', (_, interval, age, standing, heartbeatsMissed) => {
    expect(heartbeatAge(1e12, interval, 1e12 + age * DAY)).toMatchObject({ standing, heartbeatsMissed });
  });

  it('is never without one', () => {
    expect(heartbeatAge(null, 7, 1e12)).toEqual({ standing: 'never', ratio: null, heartbeatsMissed: false });
  });
});
