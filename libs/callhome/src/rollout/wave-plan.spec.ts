import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cutWaves, defaultWaves } from './wave-plan.js';
import type { WavePlan } from './wave-plan.js';

describe('cutWaves', () => {
  it.each<[says: string, count: number, waves: WavePlan, sizes: number[]]>([
    ['a wave of everything', 7, [{ percent: 100 }], [7]],
    [
      'percentages of all, not of what is left',
      1000,
      [{ percent: 5 }, { percent: 25 }, { percent: 100 }],
      [50, 250, 700],
    ],
    ['a percentage rounded up', 21, [{ percent: 5 }, { percent: 100 }], [2, 19]],
    [
      'a whole share that binary fractions would make one more',
      1000,
      [{ percent: 16.1 }, { percent: 100 }],
      [161, 839],
    ],
    ['the smallest share as one target', 3, [{ percent: 0.001 }, { percent: 100 }], [1, 2]],
    ['a number first', 12, [{ targets: 5 }, { percent: 100 }], [5, 7]],
    ['the last wave with what is left, though it asks for less', 100, [{ targets: 5 }, { percent: 5 }], [5, 95]],
    ['the only wave with all, though it asks for less', 9, [{ targets: 2 }], [9]],
    ['no wave for which nothing is left', 4, [{ targets: 5 }, { percent: 5 }, { percent: 100 }], [4]],
    ['a first wave that takes all', 8, [{ percent: 100 }, { percent: 100 }], [8]],
    ['shares of more than everything', 10, [{ percent: 60 }, { percent: 60 }, { percent: 100 }], [6, 4]],
    ['no targets', 0, [{ targets: 5 }, { percent: 100 }], []],
    ['no waves', 6, [], [6]],
  ])('cuts %s', (_says, count, waves, sizes) => {
    expect(cutWaves(count, waves)).toEqual(sizes);
  });

  const wave = fc.oneof(
    fc.record({ targets: fc.integer({ min: 1, max: 500 }) }),
    fc.record({ percent: fc.double({ min: 0.001, max: 100, noNaN: true }) }),
  );

  it('deals every target to one wave, in no more waves than asked for, none of them empty', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(wave, { minLength: 1, maxLength: 20 }), (count, waves) => {
        const sizes = cutWaves(count, waves);
        expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(count);
        expect(sizes.every((size) => Number.isInteger(size) && size > 0)).toBe(true);
        expect(sizes.length).toBeLessThanOrEqual(waves.length);
      }),
    );
  });

  it('gives no wave but the last more than it asks for', () => {
    fc.assert(
      fc.property(fc.nat(20_000), fc.array(wave, { minLength: 1, maxLength: 20 }), (count, waves) => {
        const sizes = cutWaves(count, waves);
        for (const [index, size] of sizes.entries()) {
          const asked = waves[index];
          if (asked === undefined || index === waves.length - 1) continue;
          expect(size).toBeLessThan('targets' in asked ? asked.targets + 1 : (count * asked.percent) / 100 + 1 + 1e-6);
        }
      }),
    );
  });
});

describe('defaultWaves', () => {
  it.each([
    [0, []],
    [1, [1]],
    [20, [20]],
    [21, [5, 2, 6, 8]],
    [1012, [5, 51, 253, 703]],
    [10_000, [5, 500, 2500, 6995]],
  ])('deals %d targets as %j', (count, sizes) => {
    expect(cutWaves(count, defaultWaves(count))).toEqual(sizes);
  });

  it('calls the first of several waves the canary', () => {
    expect(defaultWaves(21).map(({ name }) => name)).toEqual(['canary', undefined, undefined, undefined]);
    expect(defaultWaves(20).map(({ name }) => name)).toEqual([undefined]);
  });
});
