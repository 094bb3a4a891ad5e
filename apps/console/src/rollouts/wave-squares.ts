import type { Rollout } from '../../../../libs/contract/src/index.js';

type Wave = Rollout['waves'][number];
export type SquareKind = 'done' | 'flight' | 'failed' | 'unreachable' | 'waiting';
/** `held`: ended well, and a person starts the next. `watched`: ended, and its appliances are watched a while. */
export type WaveState = 'waiting' | 'not-started' | 'running' | 'watched' | 'held' | 'stopped' | 'done' | 'taken-back';

/** Larger waves are drawn as one bar. */
export const SQUARES_UP_TO = 250;

/** What is known of a wave from elsewhere: targets being worked on now, and those that it ended without beginning. */
export interface AroundWave {
  inFlight: number;
  notStarted: number;
}

/** How many targets of a wave are of each kind; together they are all of it. */
export function squaresOf(wave: Wave, { inFlight, notStarted }: AroundWave): Record<SquareKind, number> {
  const { targets, finished, failed, unreachable } = wave;
  const flight = Math.min(inFlight, Math.max(0, targets - finished));
  const done = Math.max(0, finished - failed - unreachable - notStarted);
  return { done, flight, failed, unreachable, waiting: Math.max(0, targets - done - failed - unreachable - flight) };
}

/** How many targets of each wave were never begun: the last ones, since waves are begun in order. */
export function notStartedByWave({ waves, counts }: Pick<Rollout, 'waves' | 'counts'>): number[] {
  let left = counts['not-started'] ?? 0;
  return waves
    .toReversed()
    .map(({ targets }) => {
      const here = Math.min(targets, left);
      left -= here;
      return here;
    })
    .toReversed();
}

const ENDED: readonly Rollout['state'][] = ['done', 'failed', 'rolling-back', 'rolled-back', 'cancelled'];

type Progress = Pick<Rollout, 'state' | 'wave' | 'waves' | 'bakingUntil' | 'gate'>;

/** Where one wave stands, by its number from 1. */
export function waveStateOf({ state, wave, waves, bakingUntil, gate }: Progress, number: number): WaveState {
  const { finished = 0, targets = 0 } = waves[number - 1] ?? {};
  const isThrough = finished >= targets;
  if (number > wave) return ENDED.includes(state) ? 'not-started' : 'waiting';
  if (state === 'rolling-back' || state === 'rolled-back') return 'taken-back';
  if (number < wave) return 'done';
  if (state === 'paused' || (state === 'failed' && !isThrough)) return 'stopped';
  if (!isThrough) return 'running';
  if (state !== 'running') return 'done';
  if (bakingUntil !== null) return 'watched';
  return gate === 'manual' && number < waves.length ? 'held' : 'done';
}
