import { describe, expect, it } from '@jest/globals';
import { checkLocks } from './check-locks.js';

const codes = (...given: Parameters<typeof checkLocks>) =>
  checkLocks(...given).map(({ key, code, level }) => `${key}: ${code} (${level})`);

describe('checkLocks', () => {
  it.each<[says: string, locks: unknown, reasons: unknown, note: unknown]>([
    ['no locks', [], {}, null],
    ['a lock with its reason', ['proxy'], { proxy: 'PCI egress' }, null],
    ['a lock that the note explains', ['proxy', 'mode'], { mode: 'audit 7' }, 'PCI egress'],
    ['a reason of 500 characters', ['proxy'], { proxy: 'x'.repeat(500) }, null],
    ['an absent reason', ['proxy'], { proxy: undefined }, 'PCI egress'],
  ])('passes %s', (_says, locks, reasons, note) => {
    expect(codes(locks, reasons, note)).toEqual([]);
  });

  it.each<[says: string, locks: unknown, reasons: unknown, note: unknown, found: string[]]>([
    ['a text for a list', 'proxy', {}, null, [': not-a-lock-list (error)']],
    ['a list of numbers', [1], {}, null, [': not-a-lock-list (error)']],
    ['a list of reasons', ['proxy'], ['because'], null, [': not-a-lock-list (error)']],
    ['a key nobody knows', ['colour'], {}, 'n', ['colour: unknown-key (error)']],
    ['a key of the object prototype', ['constructor'], {}, 'n', ['constructor: unknown-key (error)']],
    ['a key twice', ['proxy', 'proxy'], {}, 'n', ['proxy: locked-twice (error)']],
    ['a reason for what is not locked', [], { proxy: 'x' }, null, ['proxy: reason-without-lock (error)']],
    ['a reason for what nobody knows', [], { colour: 'x' }, null, ['colour: unknown-key (error)']],
    ['an empty reason', ['proxy'], { proxy: ' ' }, null, ['proxy: reason-not-a-text (error)']],
    ['a reason that is too long', ['proxy'], { proxy: 'x'.repeat(501) }, null, ['proxy: reason-not-a-text (error)']],
    ['a number for a reason', ['proxy'], { proxy: 7 }, null, ['proxy: reason-not-a-text (error)']],
    ['a lock that nothing explains', ['proxy'], {}, ' ', ['proxy: lock-without-reason (warning)']],
    [
      'everything wrong at once',
      ['proxy', 'colour'],
      { mode: 'x' },
      null,
      ['proxy: lock-without-reason (warning)', 'colour: unknown-key (error)', 'mode: reason-without-lock (error)'],
    ],
  ])('finds what is wrong with %s', (_says, locks, reasons, note, found) => {
    expect(codes(locks, reasons, note)).toEqual(found);
  });
});
