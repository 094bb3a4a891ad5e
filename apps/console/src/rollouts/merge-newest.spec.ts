import { describe, expect, it } from '@jest/globals';
import { mergeNewest } from './merge-newest.js';

const at = (minute: number) => ({ createdAt: `2026-11-23T14:${String(minute).padStart(2, '0')}:00Z` });
const list = (minutes: number[], isComplete: boolean) => ({ items: minutes.map(at), isComplete });

describe('mergeNewest', () => {
  it.each([
    ['puts complete lists into one order', [list([9, 3], true), list([7, 1], true)], [9, 7, 3, 1]],
    ['keeps back what is older than the end of an open list', [list([9, 5], false), list([7, 1], true)], [9, 7, 5]],
    ['goes by the newest end of several open lists', [list([9, 5], false), list([8, 6], false)], [9, 8, 6]],
    ['keeps everything back for an open list of which nothing is known', [list([], false), list([7], true)], []],
    ['answers nothing for no lists', [], []],
  ])('%s', (_, lists, minutes) => {
    expect(mergeNewest(lists)).toEqual(minutes.map(at));
  });
});
