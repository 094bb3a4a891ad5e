import { useQuery } from '@tanstack/react-query';
import { toProblem } from '../api/api-problem.js';
import { span, useClock } from '../shell/clock.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { reasonWords } from '../states/reason-words.js';
import { rolloutStateMark } from '../states/rollout-marks.js';
import { StateMark } from '../states/state-mark.js';
import { rolloutTransitionsQuery } from './rollout-queries.js';
import { eventWords } from './rollout-words.js';

/** Every step of a rollout: what it became, when, by whom and why. */
export function RolloutTimeline({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(rolloutTransitionsQuery(id));
  const { exact, format } = useClock();
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={4} label="Reading the steps" />;
  const steps = data.items.toSorted((a, b) => a.seq - b.seq);
  return (
    <ol className="timeline">
      {steps.map(({ seq, to, event, at, actor, reason }, index) => {
        const before = steps[index - 1];
        return (
          <li key={seq}>
            <StateMark mark={rolloutStateMark(to)} />
            <time className="t2 sm" dateTime={at} title={exact(at)}>
              {format(at, { timeStyle: 'medium' })}
            </time>
            <span className="t3 sm num">
              {before !== undefined && `+${span(Date.parse(at) - Date.parse(before.at))}`}
            </span>
            <p className="t3 sm">
              {eventWords(event)}, {actor}
              {reason !== null && <span className="t2">: {reasonWords(reason)}</span>}
            </p>
          </li>
        );
      })}
    </ol>
  );
}
