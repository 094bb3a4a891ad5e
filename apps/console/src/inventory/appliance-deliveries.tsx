import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toProblem } from '../api/api-problem.js';
import { deliveriesQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { deliveryStateMark } from '../states/delivery-marks.js';
import { StateMark } from '../states/state-mark.js';

const SHOWN = 20;

/** What went out, or waits to, for one appliance: newest first. */
export function ApplianceDeliveries({ applianceId }: { applianceId: string }) {
  const { data, error, refetch } = useInfiniteQuery(deliveriesQuery({ applianceId }));
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={6} label="Reading the deliveries" />;
  const items = data.pages.flatMap((page) => page.items).slice(0, SHOWN);
  if (items.length === 0) return <Empty>Nothing was collected or sent for this appliance yet.</Empty>;
  return (
    <>
      <ul className="parts">
        {items.map(({ id, type, conditionCode, state, reason, createdAt }) => (
          <li key={id}>
            <Link to="/deliveries" search={{ open: id }}>
              {conditionCode === null ? type : CONDITION_TITLES[conditionCode]}
            </Link>
            <StateMark mark={deliveryStateMark(state)} />
            <span className="num t3 sm">
              <Age at={createdAt} />
            </span>
            <p className="t2 sm">{reason ?? ''}</p>
          </li>
        ))}
      </ul>
      <Link className="sm" to="/deliveries" search={{ appliance: applianceId }}>
        All deliveries of this appliance
      </Link>
    </>
  );
}
