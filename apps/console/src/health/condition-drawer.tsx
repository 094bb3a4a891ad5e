import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ConditionCode } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { applianceQuery } from '../api/queries.js';
import { Age } from '../shell/clock.js';
import { Drawer } from '../shell/drawer.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { CONDITION_TITLES, conditionMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ConditionFacts } from './condition-facts.js';
import { applianceConditionsQuery } from './health-queries.js';

interface ConditionDrawerProps {
  applianceId: string;
  /** One condition of one component; without it every component of `code`, or of all conditions. */
  conditionId: string | undefined;
  code: ConditionCode | undefined;
  onClose: () => void;
}

/** What is known of a condition on one appliance, component by component. */
export function ConditionDrawer({ applianceId, conditionId, code, onClose }: ConditionDrawerProps) {
  const { data: appliance } = useQuery(applianceQuery(applianceId));
  const { data, error, refetch } = useQuery(applianceConditionsQuery(applianceId));
  const shown = data?.items.filter((one) =>
    conditionId === undefined ? code === undefined || one.code === code : one.id === conditionId,
  );
  const shownCode = conditionId === undefined ? code : (shown?.[0]?.code ?? code);
  const summary = appliance?.conditions.find((one) => one.code === shownCode);
  const title = shownCode === undefined ? 'Conditions' : CONDITION_TITLES[shownCode];
  return (
    <Drawer
      subjectId={conditionId ?? `${applianceId} ${code ?? ''}`}
      label={`${title} of ${appliance?.name ?? 'an appliance'}`}
      title={<span className="trunc">{title}</span>}
      subtitle={
        <>
          of{' '}
          <Link to="/inventory" search={{ open: applianceId }}>
            {appliance?.name ?? 'the appliance'}
          </Link>
          {appliance?.hostName != null && appliance.hostName !== appliance.name && ` on ${appliance.hostName}`}
        </>
      }
      onClose={onClose}
    >
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={8} label="Reading the condition" />}
      {summary !== undefined && conditionId === undefined && (
        <div className="row wrap">
          <StateMark mark={conditionMark({ ...summary, reason: null })} />
          {summary.reason !== null && <span className="t2 sm">{summary.reason}</span>}
          {summary.checkedAt !== null && (
            <span className="t3 sm">
              checked <Age at={summary.checkedAt} suffix=" ago" />
            </span>
          )}
        </div>
      )}
      {shown?.length === 0 && (
        <p className="t3 sm">
          {conditionId === undefined ? 'No component of it was read yet.' : 'This condition is not listed any more.'}
        </p>
      )}
      <ul className="health-parts">
        {shown?.map((condition) => (
          <li key={condition.id}>
            <ConditionFacts condition={condition} />
          </li>
        ))}
      </ul>
    </Drawer>
  );
}
