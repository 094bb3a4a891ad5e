import { describe, expect, it } from '@jest/globals';
import { afterWave } from './after-wave.js';
import type { AfterWave, FinishedWave } from './after-wave.js';

const at = (time: string) => new Date(`2026-11-23T${time}Z`);
const WAVE: FinishedWave = {
  waves: 4,
  current: 1,
  finishedAt: at('14:00:00'),
  bakeSeconds: 600,
  gate: 'auto',
  now: at('14:00:00'),
};

describe('afterWave', () => {
  it.each<[says: string, given: Partial<FinishedWave>, expected: AfterWave]>([
    ['is watched first', {}, { next: 'bake', until: at('14:10:00') }],
    ['is watched to the end', { now: at('14:09:59') }, { next: 'bake', until: at('14:10:00') }],
    ['is followed by the next', { now: at('14:10:00') }, { next: 'wave', number: 2 }],
    [
      'is followed by the next though it was looked at late',
      { current: 2, now: at('20:00:00') },
      { next: 'wave', number: 3 },
    ],
    ['is followed at once where there is nothing to watch', { bakeSeconds: 0 }, { next: 'wave', number: 2 }],
    ['is watched before a person is waited for', { gate: 'manual' }, { next: 'bake', until: at('14:10:00') }],
    ['waits for a person', { gate: 'manual', now: at('14:10:00') }, { next: 'wait-for-person' }],
    ['is the last one', { current: 4 }, { next: 'finish' }],
    ['is the last one, and waits for nobody', { current: 4, gate: 'manual' }, { next: 'finish' }],
    ['is the only one', { waves: 1 }, { next: 'finish' }],
  ])('a wave that ended %s', (_says, given, expected) => {
    expect(afterWave({ ...WAVE, ...given })).toEqual(expected);
  });
});
