import { describe, expect, it } from '@jest/globals';
import { splitStatistic } from './split-statistic.js';

describe('splitStatistic', () => {
  it.each([
    ['InUse Memory (%)           23.45', { key: 'inusememory%', value: '23.45' }],
    ['# SSL cards UP\t4', { key: '#sslcardsup', value: '4' }],
    ['SSL engine status 1', { key: 'sslenginestatus', value: '1' }],
    ['Up since(Local)   Fri Aug 16 11:17:25 2024', { key: 'upsincelocal', value: 'Fri Aug 16 11:17:25 2024' }],
    ['Requests    10   2000', { key: 'requests', value: '10   2000' }],
  ])('cuts "%s"', (text, expected) => {
    expect(splitStatistic(text)).toEqual(expected);
  });

  it.each(['', 'System overview', 'Frobnication: ON', `${'a'.repeat(101)}  1`])(
    'finds no statistic in "%s"',
    (text) => {
      expect(splitStatistic(text)).toBeNull();
    },
  );
});
