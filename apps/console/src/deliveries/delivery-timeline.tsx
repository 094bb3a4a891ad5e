import { useQuery } from '@tanstack/react-query';
import { toProblem } from '../api/api-problem.js';
import { transitionsQuery } from '../api/queries.js';
import { span, useClock } from '../shell/clock.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { deliveryStateMark } from '../states/delivery-marks.js';
import { reasonWords } from '../states/reason-words.js';
import { StateMark } from '../states/state-mark.js';

/** Every step a delivery took, in order: what it became, when, after how long, by whom and why. */
export function DeliveryTimeline({ deliveryId }: { deliveryId: string }) {
  const { data, error, refetch } = useQuery(transitionsQuery(deliveryId));
  const { format, exact } = useClock();
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={4} label="Reading the steps" />;
  const steps = data.items.toSorted((a, b) => a.seq - b.seq);
  return (
    <section aria-labelledby="delivery-steps">
      <h3 className="h3" id="delivery-steps">
        Steps
      </h3>
      <ol className="timeline">
        {steps.map(({ seq, to, at, actor, reason }, index) => {
          const before = steps[index - 1];
          return (
            <li key={seq}>
              <StateMark mark={deliveryStateMark(to)} />
              <time className="t2 sm" dateTime={at} title={exact(at)}>
                {format(at, { timeStyle: 'medium' })}
              </time>
              <span className="t3 sm num">
                {before !== undefined && `+${span(Date.parse(at) - Date.parse(before.at))}`}
              </span>
              <p className="t3 sm">
                {actor}
                {reason !== null && <span className="t2">: {reasonWords(reason)}</span>}
              </p>
            </li>
          );
        })}
      </ol>
    </section>
  );
}
