import { describe, expect, it } from '@jest/globals';
import { ROLLOUT_STATES, ROLLOUT_TARGET_STATES } from '../../../../libs/contract/src/index.js';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { ROLLOUT_TABS, rolloutMark, shownCounts } from './rollout-marks.js';

const countsOf = (some: Partial<Rollout['counts']>): Rollout['counts'] =>
  ({ ...Object.fromEntries(ROLLOUT_TARGET_STATES.map((state) => [state, 0])), ...some }) as Rollout['counts'];

describe('the lists of rollouts', () => {
  it.each(ROLLOUT_STATES)('%s stands in exactly one list beside All', (state) => {
    const lists = Object.entries(ROLLOUT_TABS).filter(
      ([tab, { states }]) => tab !== 'all' && (states as readonly string[]).includes(state),
    );
    expect(lists).toHaveLength(1);
  });
});

describe('rolloutMark', () => {
  it.each([
    ['done', null, { applied: 3 }, 'done'],
    ['done', null, { applied: 3, failed: 1 }, 'done with exceptions'],
    ['done', null, { unchanged: 1, skipped: 1 }, 'done with exceptions'],
    ['failed', 'aborted: wrong proxy', { applied: 1 }, 'aborted'],
    ['failed', 'rollback failed', { applied: 1 }, 'failed'],
    ['running', null, { failed: 1 }, 'running'],
  ] as const)('says %s for the reason %s with %j as "%s"', (state, reason, counts, word) => {
    expect(rolloutMark({ state, reason, counts: countsOf(counts) }).word).toBe(word);
  });
});

describe('shownCounts', () => {
  it('leaves out empty states, and names what went wrong first', () => {
    const shown = shownCounts(countsOf({ applied: 4, failed: 1, pending: 9 }));
    expect(shown).toEqual([
      { state: 'failed', count: 1 },
      { state: 'applied', count: 4 },
      { state: 'pending', count: 9 },
    ]);
  });

  it.each(ROLLOUT_TARGET_STATES)('shows %s', (state) => {
    expect(shownCounts(countsOf({ [state]: 2 }))).toEqual([{ state, count: 2 }]);
  });
});
