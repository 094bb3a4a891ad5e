import { useClock } from '../shell/clock.js';
import { StateMark, type Mark } from '../states/state-mark.js';
import { useLive } from './live-context.js';
import type { LiveSnapshot } from './live-feed.js';

function markOf({ status }: LiveSnapshot, asOf: string): Mark {
  switch (status) {
    case 'connecting':
      return { icon: 'run', word: 'Connecting', tone: 'run' };
    case 'live':
      return { icon: 'ok', word: 'Live', tone: 'ok' };
    case 'lost':
      return { icon: 'warn', word: `Reconnecting, data as of ${asOf}`, tone: 'warn' };
    case 'paused':
      return { icon: 'paused', word: `Paused, data as of ${asOf}`, tone: 'warn' };
  }
}

/** Says whether the page follows the fleet; pressing it pauses and resumes. */
export function LiveIndicator() {
  const live = useLive();
  const { timeOfDay } = useClock();
  const paused = live.status === 'paused';
  return (
    <>
      <button
        type="button"
        className="btn ghost live"
        aria-pressed={paused}
        title={paused ? 'Resume live updates (.)' : 'Pause live updates (.)'}
        onClick={live.togglePause}
      >
        <StateMark mark={markOf(live, timeOfDay(live.asOf))} />
      </button>
      <span className="sr" role="status">
        {live.announcement}
      </span>
    </>
  );
}
