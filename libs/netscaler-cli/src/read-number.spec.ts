import { describe, expect, it } from '@jest/globals';
import { readPercent, readWhole } from './read-number.js';

describe('readWhole', () => {
  it.each([
    ['0', 0],
    ['007', 7],
    ['999999999999', 999_999_999_999],
    ['1000000000000', null],
    ['9'.repeat(400), null],
    ['-1', null],
    ['1.5', null],
    ['1e3', null],
    ['0x10', null],
    ['', null],
    [undefined, null],
  ])('reads %j as %j', (printed, expected) => {
    expect(readWhole(printed)).toBe(expected);
  });
});

describe('readPercent', () => {
  it.each([
    ['0.00', 0],
    ['23.45', 23.45],
    ['100', 100],
    ['100.01', null],
    ['4294967295', null],
    ['-1', null],
    ['NaN', null],
    ['', null],
    [undefined, null],
  ])('reads %j as %j', (printed, expected) => {
    expect(readPercent(printed)).toBe(expected);
  });
});
