import { describe, expect, it } from '@jest/globals';
import { STORM_WINDOW_MS, isStorm, nextCollections } from './storm-guard.js';

describe('isStorm', () => {
  it.each([
    ['ten within the hour', 10, 0, true],
    ['nine within the hour', 9, 0, false],
    ['ten an hour ago', 10, STORM_WINDOW_MS, false],
  ])('judges %s', (_, count, age, expected) => {
    expect(
      isStorm(
        Array.from({ length: count }, () => 1e12 - age),
        1e12,
      ),
    ).toBe(expected);
  });
});

describe('nextCollections', () => {
  const waiting = ['d', 'b', 'c', 'a'].map((id) => ({ id, waitingSinceMs: id === 'd' ? 0 : 1 }));
  it.each([
    ['starts the longest waiting, then by id', 0, 5, ['d', 'a', 'b', 'c']],
    ['fills up what is free', 3, 5, ['d', 'a']],
    ['starts none beyond ten', 10, 99, []],
  ])('%s', (_, running, limit, expected) => {
    expect(nextCollections(waiting, running, limit)).toEqual(expected);
  });
});
