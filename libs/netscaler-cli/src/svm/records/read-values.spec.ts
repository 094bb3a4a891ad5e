import { describe, expect, it } from '@jest/globals';
import {
  booleanOrNull,
  bytesOrNull,
  countOrNull,
  listItems,
  mbpsOrNull,
  megabytesOrNull,
  numberOrNull,
  percentOrNull,
} from './read-values.js';

describe('values', () => {
  it.each([
    ['36', 36],
    ['-4', -4],
    ['256 GB', 256],
    ['11.20 %', 11.2],
    ['2.4E11', 240_000_000_000],
    ['1.2.3', null],
    ['9007199254740991', 9_007_199_254_740_991],
    ['9007199254740993', null],
    ['99999999999999999999', null],
    ['1E308', null],
    [`1${'0'.repeat(400)}`, null],
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

  it.each([
    ['0', 0],
    ['16', 16],
    ['16.0', 16],
    ['-1', null],
    ['1.5', null],
    ['99999999999999999999', null],
    [null, null],
  ])('reads %j as the count %j', (printed, expected) => {
    expect(countOrNull(printed)).toBe(expected);
  });

  it.each([
    ['11.20 %', 11.2],
    ['0', 0],
    ['100', 100],
    ['101', null],
    ['-1', null],
    ['5 GB', null],
    [null, null],
  ])('reads %j as %j percent', (printed, expected) => {
    expect(percentOrNull(printed)).toBe(expected);
  });

  it.each([
    ['8192', 8_192],
    ['8192 MB', 8_192],
    ['256 GB', 262_144],
    ['1.5GiB', 1_536],
    ['1 TB', 1_048_576],
    ['5 parsecs', null],
    ['9007199254740991 TB', null],
    ['1.2.3', null],
    ['', null],
    [null, null],
  ])('reads %j as %j MB', (printed, expected) => {
    expect(megabytesOrNull(printed)).toBe(expected);
  });

  it.each([
    ['10000', 10_000],
    ['10000 Mbps', 10_000],
    ['10 Gbps', 10_000],
    ['10 constructor', null],
    ['unlimited', null],
    [null, null],
  ])('reads %j as %j Mbps', (printed, expected) => {
    expect(mbpsOrNull(printed)).toBe(expected);
  });

  it.each([
    ['192.0.2.1, 192.0.2.2;192.0.2.3', ['192.0.2.1', '192.0.2.2', '192.0.2.3']],
    ['', []],
    [null, []],
  ])('reads %j as the items %j', (printed, expected) => {
    expect(listItems(printed)).toEqual(expected);
  });
});
