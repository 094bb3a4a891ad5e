import { describe, expect, it } from '@jest/globals';
import { booleanOrNull, bytesOrNull, mergeRecords, numberOrNull, takeFields } from './take-fields.js';

describe('takeFields', () => {
  it('takes the likeliest alias and leaves the others', () => {
    expect(takeFields({ serial: ['serial_number', 'serial'] }, { serial: 'B', serial_number: 'A', x: '1' })).toEqual({
      known: { serial: 'A' },
      extra: { serial: 'B', x: '1' },
    });
  });

  it('tells a missing key from an empty one', () => {
    expect(takeFields({ a: ['a'], b: ['b'] }, { b: '' }).known).toEqual({ a: null, b: '' });
  });
});

describe('mergeRecords', () => {
  it('lets the first block win', () => {
    expect(mergeRecords([{ a: '1' }, { a: '2', b: '3' }])).toEqual({ a: '1', b: '3' });
    expect(mergeRecords([])).toEqual({});
  });
});

describe('values', () => {
  it.each([
    ['36', 36],
    ['-4', -4],
    ['256 GB', 256],
    ['11.20 %', 11.2],
    ['2.4E11', 240_000_000_000],
    ['1.2.3', null],
    ['00:25:90', null],
    ['none', null],
    ['', null],
    [null, null],
  ])('reads %j as the number %j', (printed, expected) => {
    expect(numberOrNull(printed)).toBe(expected);
  });

  it.each([
    ['240057409536', 240_057_409_536],
    ['2.40057409536E11', 240_057_409_536],
    ['512 bytes', 512],
    ['223.570 GB', null],
    ['', null],
    [null, null],
  ])('reads %j as %j bytes', (printed, expected) => {
    expect(bytesOrNull(printed)).toBe(expected);
  });

  it.each([
    ['true', true],
    ['YES', true],
    ['Enabled', true],
    ['False', false],
    ['no', false],
    ['disabled', false],
    ['1', null],
    [null, null],
  ])('reads %j as %j', (printed, expected) => {
    expect(booleanOrNull(printed)).toBe(expected);
  });
});
