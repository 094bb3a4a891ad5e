import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULT_LIMITS, judgeProgress, tallyTargets } from './judge-progress.js';
import type { RolloutLimits, TargetCounts } from './judge-progress.js';
import { ROLLOUT_TARGET_STATES } from './target-states.js';
import type { RolloutTargetState } from './target-states.js';

interface Row {
  wave: TargetCounts;
  /** Targets of other waves; of none by default. */
  others?: TargetCounts;
  limits?: Partial<RolloutLimits>;
  expected: 'go-on' | 'failures-in-wave' | 'failures-in-all' | 'unreachable-in-wave';
}
const LATER: TargetCounts = { pending: 100 };

function sum(a: TargetCounts, b: TargetCounts): TargetCounts {
  const states = Object.keys(ROLLOUT_TARGET_STATES) as RolloutTargetState[];
  return Object.fromEntries(states.map((state) => [state, (a[state] ?? 0) + (b[state] ?? 0)]));
}

function judge({ wave, others = {}, limits = {} }: Omit<Row, 'expected'>) {
  return judgeProgress({ wave, all: sum(wave, others), limits: { ...DEFAULT_LIMITS, ...limits } });
}

describe('judgeProgress', () => {
  it.each<[says: string, row: Row]>([
    ['nothing has begun', { wave: { pending: 5 }, others: LATER, expected: 'go-on' }],
    [
      'one of ten failed: that is the limit, not over it',
      { wave: { applied: 9, failed: 1, pending: 40 }, expected: 'go-on' },
    ],
    ['two of ten failed', { wave: { applied: 8, failed: 2, pending: 40 }, expected: 'failures-in-wave' }],
    ['two of nine failed: too few were tried', { wave: { applied: 7, failed: 2, pending: 40 }, expected: 'go-on' }],
    ['five of fifty failed', { wave: { applied: 45, failed: 5 }, others: LATER, expected: 'go-on' }],
    ['six of five hundred failed', { wave: { applied: 494, failed: 6 }, expected: 'failures-in-all' }],
    [
      'six failed over three waves',
      { wave: { applied: 98, failed: 2 }, others: { applied: 60, failed: 4 }, expected: 'failures-in-all' },
    ],
    [
      'two of ten did not answer',
      { wave: { applied: 8, unreachable: 2 }, others: LATER, expected: 'unreachable-in-wave' },
    ],
    [
      'one failed and one did not answer: each is within its own limit',
      { wave: { applied: 8, failed: 1, unreachable: 1 }, others: LATER, expected: 'go-on' },
    ],
    [
      'many did not answer, in all: only failures are counted in all',
      { wave: { applied: 300, unreachable: 30 }, others: LATER, expected: 'go-on' },
    ],
    ['targets in conflict are no failures', { wave: { applied: 5, conflict: 40 }, others: LATER, expected: 'go-on' }],
    [
      'skipped ones do not make a share smaller',
      { wave: { applied: 8, failed: 2, skipped: 90 }, others: LATER, expected: 'failures-in-wave' },
    ],
    ['unchanged ones went well', { wave: { unchanged: 9, failed: 1 }, others: LATER, expected: 'go-on' }],
    [
      'one of four failed, at the end of a small wave',
      { wave: { applied: 3, failed: 1 }, others: LATER, expected: 'go-on' },
    ],
    ['two of five canaries failed', { wave: { applied: 3, failed: 2 }, others: LATER, expected: 'failures-in-wave' }],
    [
      'two of five canaries did not answer',
      { wave: { applied: 3, unreachable: 2 }, others: LATER, expected: 'unreachable-in-wave' },
    ],
    [
      'two canaries failed and one is still on its way',
      { wave: { applied: 2, failed: 2, verifying: 1 }, others: LATER, expected: 'go-on' },
    ],
    ['the only canary failed', { wave: { failed: 1 }, others: LATER, expected: 'failures-in-wave' }],
    ['the only canary did not answer', { wave: { unreachable: 1 }, others: LATER, expected: 'unreachable-in-wave' }],
    [
      'no canary went well, for one cause and another',
      { wave: { failed: 1, unreachable: 1 }, others: LATER, expected: 'failures-in-wave' },
    ],
    ['the canaries were all skipped', { wave: { skipped: 5 }, others: LATER, expected: 'go-on' }],
    ['all four failed, and nothing follows that a pause could protect', { wave: { failed: 4 }, expected: 'go-on' }],
    ['the only target failed', { wave: { failed: 1 }, expected: 'go-on' }],
    ['too many failed in all, though nothing follows', { wave: { failed: 6 }, expected: 'failures-in-all' }],
    [
      'no failure is allowed',
      { wave: { applied: 2, failed: 1, pending: 9 }, limits: { failedInAll: 0 }, expected: 'failures-in-all' },
    ],
    [
      'no share of failures is allowed',
      {
        wave: { applied: 4, failed: 1 },
        others: LATER,
        limits: { failedPercentOfWave: 0 },
        expected: 'failures-in-wave',
      },
    ],
    [
      'any share of failures is allowed',
      { wave: { failed: 5 }, others: LATER, limits: { failedPercentOfWave: 100 }, expected: 'go-on' },
    ],
    [
      'a share is judged from the first on',
      { wave: { failed: 1, pending: 9 }, limits: { judgeAfter: 1 }, expected: 'failures-in-wave' },
    ],
  ])('%s', (_says, { expected, ...row }) => {
    const { verdict, ...rest } = judge(row);
    expect(expected === 'go-on' ? verdict : rest).toEqual(
      expected === 'go-on' ? 'go-on' : expect.objectContaining({ because: expected }),
    );
  });

  it.each<[row: Omit<Row, 'expected'>, detail: string]>([
    [{ wave: { failed: 6 } }, '6 targets of the rollout failed, allowed are 5'],
    [{ wave: { applied: 18, failed: 3 } }, '3 of 21 targets tried in the wave failed, the limit is 10 %'],
    [{ wave: { unreachable: 1 }, others: LATER }, '1 of 1 target tried in the wave did not answer, the limit is 10 %'],
  ])('says for %j why it pauses', (row, detail) => {
    expect(judge(row)).toEqual(expect.objectContaining({ verdict: 'pause', detail }));
  });

  describe('after a person has let failures pass', () => {
    const limits = DEFAULT_LIMITS;
    const seen: TargetCounts = { applied: 4, failed: 6, pending: 90 };

    it.each<[says: string, wave: TargetCounts, expected: string]>([
      ['goes on from where it was resumed', seen, 'go-on'],
      ['goes on after as many more as are allowed', { applied: 50, failed: 11, pending: 39 }, 'go-on'],
      ['pauses after one more than that', { applied: 80, failed: 12, pending: 8 }, 'failures-in-all'],
      ['judges the share of what came since', { applied: 12, failed: 8, pending: 80 }, 'failures-in-wave'],
      ['goes on where what had failed went well later', { applied: 14, failed: 0, pending: 86 }, 'go-on'],
    ])('%s', (_says, wave, expected) => {
      const verdict = judgeProgress({ wave, all: wave, limits, accepted: { wave: seen, all: seen } });
      expect(verdict.verdict === 'pause' ? verdict.because : 'go-on').toBe(expected);
    });

    it('judges another wave by all of its targets', () => {
      const wave: TargetCounts = { applied: 8, failed: 2 };
      const verdict = judgeProgress({ wave, all: sum(wave, seen), limits, accepted: { wave: null, all: seen } });
      expect(verdict).toEqual(expect.objectContaining({ because: 'failures-in-wave' }));
    });
  });

  const counts = fc.record(
    Object.fromEntries(Object.keys(ROLLOUT_TARGET_STATES).map((state) => [state, fc.nat(30)])) as Record<
      RolloutTargetState,
      fc.Arbitrary<number>
    >,
  );

  it('goes on whatever happened, right after a person has let all of it pass', () => {
    fc.assert(
      fc.property(counts, counts, (wave, others) => {
        const all = sum(wave, others);
        const verdict = judgeProgress({ wave, all, limits: DEFAULT_LIMITS, accepted: { wave, all } });
        expect(verdict).toEqual({ verdict: 'go-on' });
      }),
    );
  });

  it('never pauses while nothing failed and everything answered', () => {
    fc.assert(
      fc.property(counts, counts, (wave, others) => {
        const clean = (of: TargetCounts) => ({ ...of, failed: 0, unreachable: 0 });
        expect(judge({ wave: clean(wave), others: clean(others) })).toEqual({ verdict: 'go-on' });
      }),
    );
  });

  it('never goes on with more failures in all than allowed', () => {
    fc.assert(
      fc.property(counts, counts, fc.integer({ min: 6, max: 50 }), (wave, others, failed) => {
        expect(judge({ wave: { ...wave, failed }, others }).verdict).toBe('pause');
      }),
    );
  });
});

describe('tallyTargets', () => {
  it('counts every target once', () => {
    const one = Object.fromEntries(Object.keys(ROLLOUT_TARGET_STATES).map((state) => [state, 1]));
    expect(tallyTargets(one)).toEqual({ open: 6, good: 2, failed: 1, unreachable: 1, neither: 5 });
  });

  it('counts nothing where there is nothing', () => {
    expect(tallyTargets({})).toEqual({ open: 0, good: 0, failed: 0, unreachable: 0, neither: 0 });
  });
});
