import { describe, expect, it } from '@jest/globals';
import { DELIVERY_STATES } from '../../../../libs/contract/src/index.js';
import { countOfTab, DELIVERY_TABS } from './delivery-marks.js';

describe('the lists of deliveries', () => {
  it.each(DELIVERY_STATES)('%s stands in exactly one list beside All', (state) => {
    const lists = Object.values(DELIVERY_TABS).filter(({ states }) => (states as readonly string[]).includes(state));
    expect(lists).toHaveLength(1);
  });

  it('count what the API counted, All counting everything', () => {
    const byState = { queued: 2, held: 1, 'transmission-failed': 4, delivered: 30 };
    expect(countOfTab('all', byState)).toBe(37);
    expect(countOfTab('flight', byState)).toBe(3);
    expect(countOfTab('failed', byState)).toBe(4);
    expect(countOfTab('done', byState)).toBe(30);
  });
});
