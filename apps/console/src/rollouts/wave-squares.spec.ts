import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { notStartedByWave, squaresOf, waveStateOf } from './wave-squares.js';

const waveOf = (targets: number, finished: number) => ({ name: null, targets, finished, failed: 0, unreachable: 0 });

describe('squaresOf', () => {
  it('draws every target exactly once, whatever was counted when', () => {
    const counts = fc
      .tuple(fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(50), fc.nat(80))
      .map(([good, failed, unreachable, open, inFlight]) => ({
        wave: {
          name: null,
          targets: good + failed + unreachable + open,
          finished: good + failed + unreachable,
          failed,
          unreachable,
        },
        inFlight,
      }));
    fc.assert(
      fc.property(counts, ({ wave, inFlight }) => {
        const squares = squaresOf(wave, { inFlight, notStarted: 0 });
        expect(Object.values(squares).reduce((sum, number) => sum + number, 0)).toBe(wave.targets);
      }),
    );
  });
});

describe('notStartedByWave', () => {
  it.each([
    ['nothing', 0, [0, 0, 0]],
    ['the last wave', 9, [0, 0, 9]],
    ['the last wave and a part of the one before', 12, [0, 3, 9]],
  ])('counts from the end: %s', (_, notStarted, byWave) => {
    const waves = [waveOf(5, 5), waveOf(50, 50), waveOf(9, 9)];
    const counts = { 'not-started': notStarted } as Parameters<typeof notStartedByWave>[0]['counts'];
    expect(notStartedByWave({ waves, counts })).toEqual(byWave);
  });

  it('draws a target that was never begun as waiting, not as finished', () => {
    expect(squaresOf(waveOf(6, 6), { inFlight: 0, notStarted: 4 })).toMatchObject({ done: 2, waiting: 4 });
  });
});

describe('waveStateOf', () => {
  const base = { state: 'running', wave: 2, waves: [waveOf(5, 5), waveOf(50, 20), waveOf(9, 0)] } as const;
  it.each([
    ['a wave before the present one', {}, 1, 'done'],
    ['the present one', {}, 2, 'running'],
    ['a later one', {}, 3, 'waiting'],
    ['the present one of a paused rollout', { state: 'paused' }, 2, 'stopped'],
    ['a later one of an aborted rollout', { state: 'failed' }, 3, 'not-started'],
    ['one of a rollout that is rolled back', { state: 'rolled-back' }, 1, 'taken-back'],
    ['the present one of an aborted rollout', { state: 'failed' }, 2, 'stopped'],
    ['one that ended and is watched', { wave: 1, bakingUntil: '2026-11-23T14:00:00Z' }, 1, 'watched'],
    ['one that ended before a manual gate', { wave: 1, gate: 'manual' }, 1, 'held'],
    ['one that ended before an automatic gate', { wave: 1 }, 1, 'done'],
    ['the first of a rollout that has not begun', { wave: 0, state: 'planned' }, 1, 'waiting'],
  ] as const)('%s', (_, change, number, state) => {
    const rollout = { ...base, bakingUntil: null, gate: 'auto' as const, ...change, waves: [...base.waves] };
    expect(waveStateOf(rollout, number)).toBe(state);
  });
});
