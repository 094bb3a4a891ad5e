import { describe, expect, it } from '@jest/globals';
import { CONDITION_STATES, type Appliance } from '../../../../libs/contract/src/index.js';
import { isNotOk, latestCheck, LEGEND } from './matrix-cells.js';

type Summary = Appliance['conditions'][number];
const summary = (state: Summary['state'], checkedAt: string | null = null): Summary => ({
  code: 'hard-disk-error',
  state,
  reason: null,
  checkedAt,
});

describe('the legend', () => {
  it('explains every state that a cell can have', () => {
    expect([...LEGEND].toSorted()).toEqual([...CONDITION_STATES].toSorted());
  });
});

describe('isNotOk', () => {
  it.each<[string, Summary['state'][], boolean]>([
    ['all OK', ['ok', 'cleared'], false],
    ['a part that it has not is no fault', ['ok', 'not-applicable'], false],
    ['a failed one among others', ['ok', 'active'], true],
    ['one that could not be read', ['ok', 'unknown'], true],
    ['one that was never checked', ['ok', 'not-checked'], true],
    ['nothing is known of an appliance without any', [], false],
  ])('%s', (_, states, answer) => {
    expect(isNotOk({ conditions: states.map((state) => summary(state)) })).toBe(answer);
  });
});

describe('latestCheck', () => {
  it('is the latest instant, whatever its offset', () => {
    const conditions = [
      summary('ok', '2026-11-24T10:00:00Z'),
      summary('ok', '2026-11-24T11:30:00+02:00'),
      summary('ok'),
    ];
    expect(latestCheck({ conditions })).toBe('2026-11-24T10:00:00Z');
    expect(latestCheck({ conditions: [summary('not-checked')] })).toBeNull();
  });
});
