import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { WAVE_PROBLEMS, checkWaves } from './check-waves.js';
import { defaultWaves } from './wave-plan.js';

const found = (waves: unknown) => checkWaves(waves).map(({ pointer, code }) => `${pointer} ${code}`);

describe('checkWaves', () => {
  it.each<[says: string, waves: unknown, problems: string[]]>([
    ['no list', { targets: 5 }, [' not-a-list']],
    ['nothing', null, [' not-a-list']],
    ['a text', '5%', [' not-a-list']],
    ['an empty list', [], [' no-waves']],
    ['twenty-one waves', Array.from({ length: 21 }, () => ({ targets: 1 })), [' too-many-waves']],
    ['a wave of nothing', [{}], ['/0 not-a-wave']],
    ['a wave with a name only', [{ name: 'canary' }], ['/0 not-a-wave']],
    ['a wave that is a number', [5], ['/0 not-a-wave']],
    ['a wave that is a list', [[5]], ['/0 not-a-wave']],
    ['a wave that is null', [{ targets: 1 }, null], ['/1 not-a-wave']],
    ['a member that no wave has', [{ targets: 1, percentage: 5 }], ['/0 not-a-wave']],
    ['both targets and percent', [{ targets: 1, percent: 5 }], ['/0 targets-or-percent']],
    ['no targets', [{ targets: 0 }], ['/0/targets targets-out-of-range']],
    ['one target and a half', [{ targets: 1.5 }], ['/0/targets targets-out-of-range']],
    ['fewer targets than none', [{ targets: -1 }], ['/0/targets targets-out-of-range']],
    ['targets as a text', [{ targets: '5' }], ['/0/targets targets-out-of-range']],
    ['targets without end', [{ targets: Infinity }], ['/0/targets targets-out-of-range']],
    ['targets of null', [{ targets: null }], ['/0/targets targets-out-of-range']],
    ['zero percent', [{ percent: 100 }, { percent: 0 }], ['/1/percent percent-out-of-range']],
    ['more than a hundred percent', [{ percent: 100.1 }], ['/0/percent percent-out-of-range']],
    ['no number of percent', [{ percent: NaN }], ['/0/percent percent-out-of-range']],
    ['percent as a text', [{ percent: '5%' }], ['/0/percent percent-out-of-range']],
    ['an empty name', [{ name: '', targets: 1 }], ['/0/name name-out-of-range']],
    ['a name of blanks', [{ name: '  ', targets: 1 }], ['/0/name name-out-of-range']],
    ['a name of 61 characters', [{ name: 'x'.repeat(61), targets: 1 }], ['/0/name name-out-of-range']],
    [
      'several things at once',
      [{ percent: 101 }, { targets: 0, percent: 0 }],
      [
        '/0/percent percent-out-of-range',
        '/1 targets-or-percent',
        '/1/targets targets-out-of-range',
        '/1/percent percent-out-of-range',
      ],
    ],
  ])('refuses %s', (_says, waves, problems) => {
    expect(found(waves)).toEqual(problems);
  });

  it.each<[says: string, waves: unknown]>([
    ['the waves of a large rollout', defaultWaves(1000)],
    ['the wave of a small one', defaultWaves(1)],
    ['twenty waves', Array.from({ length: 20 }, () => ({ targets: 1 }))],
    ['a share below one percent', [{ percent: 0.5 }, { percent: 100 }]],
    ['a name of 60 characters', [{ name: 'x'.repeat(60), percent: 5 }]],
    ['a name that is not given', [{ name: undefined, targets: 5 }]],
  ])('takes %s', (_says, waves) => {
    expect(checkWaves(waves)).toEqual([]);
  });

  it('says what is wrong in a sentence', () => {
    expect(checkWaves([{ targets: 1.5 }])).toEqual([
      { pointer: '/0/targets', code: 'targets-out-of-range', detail: WAVE_PROBLEMS['targets-out-of-range'] },
    ]);
  });

  it('answers whatever it is given', () => {
    fc.assert(fc.property(fc.anything(), (waves) => checkWaves(waves).every(({ code }) => code in WAVE_PROBLEMS)));
  });
});
