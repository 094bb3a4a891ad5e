import { beforeEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Appliance } from '../fleet/appliance.js';
import { concerns, GARBAGE_KINDS, parseWireFault, WIRE_FAULT_KINDS } from './wire-fault.js';
import { garbageBytes } from './garbage.js';
import { WireFaults } from './wire-faults.js';

// Faults are kept by identity; what an appliance is made of does not matter to them.
const appliance = { name: 'one' } as Appliance;
const other = { name: 'other' } as Appliance;
let faults: WireFaults;
beforeEach(() => {
  faults = new WireFaults();
});

describe('parseWireFault', () => {
  it.each([
    [
      { kind: 'latency', ms: 20 },
      { kind: 'latency', ms: 20, jitterMs: 0 },
    ],
    [
      { kind: 'loss', percent: 2 },
      { kind: 'loss', percent: 2, stallMs: 200 },
    ],
    [
      { kind: 'cut', at: 'login' },
      { kind: 'cut', at: 'login', bytes: 0, reset: false },
    ],
    [{ kind: 'flood' }, { kind: 'flood', bytes: 100_000_000 }],
    [{ kind: 'one-login' }, { kind: 'one-login', second: 'refused' }],
    [{ kind: 'refuse-command' }, { kind: 'refuse-command', error: 'Operation not permitted' }],
    [
      { kind: 'by-hand', line: 'show callhome' },
      { kind: 'by-hand', line: 'show callhome', when: 'before', user: 'somebody', count: 1 },
    ],
  ])('fills in what %j leaves out', (given, whole) => {
    expect(parseWireFault(given)).toEqual(whole);
  });

  it.each([
    ['no object', 'cut', /^The fault|^"kind"/],
    ['an unknown kind', { kind: 'fire' }, /^"kind" takes latency, drip, /],
    ['an unknown moment', { kind: 'cut', at: 'lunch' }, /^"at" of the fault: /],
    ['a field of another kind', { kind: 'drip', bytesPerSecond: 5, percent: 1 }, /percent/],
    ['a count where nothing can be counted', { kind: 'refuse', count: 3 }, /count/],
    ['a count of nothing', { kind: 'cut', at: 'login', count: 0 }, /^"count" of the fault: /],
    ['an error of two lines', { kind: 'refuse-command', error: 'a\nb' }, /^"error" of the fault: /],
    ['a hand without a line', { kind: 'by-hand' }, /^"line" of the fault: /],
    ['half a byte', { kind: 'truncated', bytes: 1.5 }, /^"bytes" of the fault: /],
  ])('refuses %s in one sentence', (_what, given, sentence) => {
    expect(() => parseWireFault(given)).toThrow(
      expect.objectContaining({ code: 'BAD_REQUEST', message: expect.stringMatching(sentence) }),
    );
  });

  it('names every kind once', () => {
    expect(new Set(WIRE_FAULT_KINDS).size).toBe(WIRE_FAULT_KINDS.length);
    expect(WIRE_FAULT_KINDS).toContain('password-change');
  });
});

describe('concerns', () => {
  it.each([
    ['any answer without a command', undefined, 'show ns version', true],
    ['a login without a command', undefined, null, true],
    ['the command it names', 'show callhome', '  SHOW CALLHOME', true],
    ['the command with arguments', 'show ns', 'show ns version', true],
    ['no other command', 'show ns', 'stat ns', false],
    ['no login when it names a command', 'show ns', null, false],
  ])('is about %s', (_what, command, given, expected) => {
    expect(concerns({ command }, given)).toBe(expected);
  });
});

describe('WireFaults', () => {
  it('lets a counted fault happen so often and no more', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }), (count) => {
        const counted = new WireFaults();
        counted.add(appliance, { kind: 'wrong-password', count });
        const taken = Array.from({ length: 30 }, () => counted.take(appliance, 'wrong-password'));
        expect(taken.filter((fault) => fault !== null)).toHaveLength(count);
        expect(counted.list(appliance)).toEqual([]);
      }),
    );
  });

  it('keeps one without a count until it is cleared, and tells how often it happened', () => {
    faults.add(appliance, { kind: 'wrong-password' });
    faults.take(appliance, 'wrong-password');
    faults.take(appliance, 'wrong-password');
    expect(faults.list(appliance)).toEqual([
      { fault: { kind: 'wrong-password' }, remaining: null, skips: 0, happened: 2 },
    ]);
    expect(faults.clear(appliance)).toBe(1);
    expect(faults.take(appliance, 'wrong-password')).toBeNull();
  });

  it('lets as many go by as it should, and then happens as often as it should', () => {
    faults.add(appliance, parseWireFault({ kind: 'hang', at: 'answer', skip: 2, count: 1 }));
    const taken = Array.from({ length: 5 }, () => faults.take(appliance, 'hang') !== null);
    expect(taken).toEqual([false, false, true, false, false]);
  });

  it('uses nothing up by a look', () => {
    faults.add(appliance, { kind: 'host-key', count: 1 });
    expect(faults.peek(appliance, 'host-key')).toEqual({ kind: 'host-key', count: 1 });
    expect(faults.list(appliance)[0]?.happened).toBe(0);
  });

  it('takes the first that suits, and leaves others and other appliances alone', () => {
    faults.add(appliance, parseWireFault({ kind: 'cut', at: 'login' }));
    faults.add(appliance, parseWireFault({ kind: 'cut', at: 'answer', bytes: 5 }));
    faults.add(appliance, parseWireFault({ kind: 'cut', at: 'answer', bytes: 9 }));
    expect(faults.take(appliance, 'cut', ({ at }) => at === 'answer')?.bytes).toBe(5);
    expect(faults.take(appliance, 'hang')).toBeNull();
    expect(faults.take(other, 'cut')).toBeNull();
  });

  it('clears one kind and keeps the rest', () => {
    faults.add(appliance, parseWireFault({ kind: 'drip', bytesPerSecond: 10 }));
    faults.add(appliance, { kind: 'refuse' });
    expect(faults.clear(appliance, 'drip')).toBe(1);
    expect(faults.list(appliance).map(({ fault }) => fault.kind)).toEqual(['refuse']);
  });
});

describe('garbageBytes', () => {
  it.each(GARBAGE_KINDS)('makes exactly as much %s as wanted, and the same again', (kind) => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (bytes) => {
        const garbage = garbageBytes(kind, bytes);
        expect(garbage).toHaveLength(bytes);
        expect(garbageBytes(kind, bytes).equals(garbage)).toBe(true);
      }),
    );
  });
});
