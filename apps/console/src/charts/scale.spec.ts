import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { gridLines, labelEvery } from './scale.js';

describe('gridLines', () => {
  it.each([
    ['an empty day still has an axis', 0, [0, 1]],
    ['one delivery', 1, [0, 1]],
    ['small counts step by whole numbers', 3, [0, 1, 2, 3]],
    ['a busy hour', 73, [0, 20, 40, 60, 80]],
    ['thousands', 2100, [0, 1000, 2000, 3000]],
  ])('%s', (_, max, lines) => {
    expect(gridLines(max)).toEqual(lines);
  });

  it('covers the highest bar with at most five lines, all whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (max) => {
        const lines = gridLines(max);
        expect(lines.at(-1)).toBeGreaterThanOrEqual(max);
        expect(lines.length).toBeLessThanOrEqual(5);
        expect(lines.every(Number.isInteger)).toBe(true);
      }),
    );
  });
});

describe('labelEvery', () => {
  it.each([
    ['all labels fit', 24, 1200, 44, 1],
    ['each third hour fits', 24, 400, 44, 3],
    ['a week of hours', 168, 600, 44, 24],
  ])('%s', (_, bars, width, label, every) => {
    expect(labelEvery(bars, width, label)).toBe(every);
  });
});
