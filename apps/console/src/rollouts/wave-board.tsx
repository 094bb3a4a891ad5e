import type { Rollout } from '../../../../libs/contract/src/index.js';
import { useClock } from '../shell/clock.js';
import { IN_FLIGHT, sumOf } from '../states/rollout-marks.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import {
  notStartedByWave,
  SQUARES_UP_TO,
  squaresOf,
  waveStateOf,
  type SquareKind,
  type WaveState,
} from './wave-squares.js';

const count = (value: number) => value.toLocaleString('en');

const KINDS: Record<SquareKind, string> = {
  done: 'finished',
  flight: 'in flight',
  failed: 'failed',
  unreachable: 'unreachable',
  waiting: 'waiting',
};
const KIND_ORDER = Object.keys(KINDS) as SquareKind[];

const WAVE_MARKS: Record<WaveState, Mark> = {
  waiting: { icon: 'wait', word: 'waiting', tone: 'off' },
  'not-started': { icon: 'not-checked', word: 'not started', tone: 'off' },
  running: { icon: 'run', word: 'running', tone: 'run' },
  watched: { icon: 'wait', word: 'watched', tone: 'run' },
  held: { icon: 'held', word: 'next waits for you', tone: 'held' },
  stopped: { icon: 'paused', word: 'stopped', tone: 'warn' },
  done: { icon: 'ok', word: 'done', tone: 'ok' },
  'taken-back': { icon: 'suppressed', word: 'taken back', tone: 'off' },
};

interface WaveBoardProps {
  rollout: Rollout;
  /** The wave that the list of targets is narrowed to. */
  shown: number | undefined;
  onShow: (wave: number | undefined) => void;
}

/** The waves side by side: how far each is, and what failed in it. Pressing one lists its targets. */
export function WaveBoard({ rollout, shown, onShow }: WaveBoardProps) {
  const { until, timeOfDay } = useClock();
  const inFlight = sumOf(rollout.counts, IN_FLIGHT);
  const neverBegun = notStartedByWave(rollout);
  return (
    <section aria-label="Waves" className="waves">
      <ol>
        {rollout.waves.map((wave, index) => {
          const number = index + 1;
          const state = waveStateOf(rollout, number);
          const notStarted = neverBegun[index] ?? 0;
          const around = { inFlight: number === rollout.wave ? inFlight : 0, notStarted };
          const name = wave.name ?? (number === rollout.waves.length && number > 1 ? 'the rest' : '');
          return (
            <li key={number}>
              <button
                type="button"
                className={`wave ${state === 'running' || state === 'watched' ? 'now' : ''} ${state === 'taken-back' ? 'taken-back' : ''}`}
                aria-pressed={shown === number}
                onClick={() => onShow(shown === number ? undefined : number)}
              >
                <span className="wave-head">
                  <b>W{number}</b>
                  <span className="t2 trunc">{name}</span>
                  <span className="grow" />
                  <StateMark mark={WAVE_MARKS[state]} />
                </span>
                <Squares kinds={squaresOf(wave, around)} total={wave.targets} />
                <span className="wave-foot t3">
                  <span className={state === 'running' ? 'med' : ''}>
                    {count(wave.finished - notStarted)} of {count(wave.targets)}
                  </span>
                  <span className="sr">
                    {' '}
                    finished, {wave.failed} failed, {wave.unreachable} unreachable. List its targets.
                  </span>
                  <span className="grow" />
                  {state === 'watched' && rollout.bakingUntil !== null && (
                    <span title={timeOfDay(rollout.bakingUntil)}>watched, ends {until(rollout.bakingUntil)}</span>
                  )}
                  {state === 'waiting' && number > 1 && <span>gate: {rollout.gate}</span>}
                </span>
              </button>
            </li>
          );
        })}
      </ol>
      <div className="wave-legend t3 sm">
        {KIND_ORDER.map((kind) => (
          <span key={kind}>
            <i className={`sq sq-${kind}`} aria-hidden="true" />
            {KINDS[kind]}
          </span>
        ))}
        <span className="grow" />
        <span>One square per target, up to {SQUARES_UP_TO}; larger waves show a bar</span>
      </div>
    </section>
  );
}

function Squares({ kinds, total }: { kinds: Record<SquareKind, number>; total: number }) {
  if (total > SQUARES_UP_TO) {
    return (
      <span className="wave-bar" aria-hidden="true">
        {KIND_ORDER.map((kind) => (
          <i key={kind} className={`sq-${kind}`} style={{ flexGrow: kinds[kind] }} />
        ))}
      </span>
    );
  }
  return (
    <span className={`squares ${total > 80 ? 'many' : ''}`} aria-hidden="true">
      {KIND_ORDER.flatMap((kind) =>
        Array.from({ length: kinds[kind] }, (_, index) => <i key={`${kind}${index}`} className={`sq sq-${kind}`} />),
      )}
    </span>
  );
}
