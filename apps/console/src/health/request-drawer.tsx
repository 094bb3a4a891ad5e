import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ServiceRequest } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ApplianceName } from '../call-home/scope-name.js';
import { useClock } from '../shell/clock.js';
import { CopyText } from '../shell/copy-text.js';
import { Drawer } from '../shell/drawer.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { requestMark, severityMark } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { incidentRequestsQuery, requestTransitionsQuery } from './health-queries.js';
import { RequestActions } from './request-actions.js';

interface RequestDrawerProps {
  id: string;
  /** The API lists the service requests of an incident. */
  incidentId: string;
  onClose: () => void;
}

/** One call for support: what it is about, every step it took, and what a person may do now. */
export function RequestDrawer({ id, incidentId, onClose }: RequestDrawerProps) {
  const { data, error, refetch } = useQuery(incidentRequestsQuery(incidentId));
  const request = data?.items.find((one) => one.id === id);
  return (
    <Drawer
      subjectId={id}
      label={request === undefined ? 'Service request' : `Details of service request ${request.summary}`}
      title={
        <>
          <span className="trunc">{request?.summary ?? 'Service request'}</span>
          {request !== undefined && <StateMark mark={requestMark(request.state)} pill />}
        </>
      }
      footer={request === undefined ? undefined : <RequestActions request={request} />}
      onClose={onClose}
    >
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={8} label="Reading the service request" />}
      {data !== undefined && request === undefined && <p className="t3 sm">Its incident has no such request.</p>}
      {request !== undefined && (
        <>
          {request.reason !== null && <p className="reason">{request.reason}</p>}
          <Facts request={request} />
          <Steps id={id} />
        </>
      )}
    </Drawer>
  );
}

function Facts({ request }: { request: ServiceRequest }) {
  const { exact } = useClock();
  const { applianceId, conditionId, incidentId, deliveryId, number, occurrences, createdAt, severity } = request;
  return (
    <dl className="kv">
      <dt>Number</dt>
      <dd>
        {number === null ? (
          <span className="t3">none yet</span>
        ) : (
          <>
            <span className="mono">{number}</span> <CopyText text={number} label="Copy the number" />
          </>
        )}
      </dd>
      <dt>Severity</dt>
      <dd>
        <StateMark mark={severityMark(severity)} />
      </dd>
      <dt>Appliance</dt>
      <dd>
        <Link to="/inventory" search={{ open: applianceId }}>
          <ApplianceName id={applianceId} />
        </Link>
      </dd>
      <dt>Found</dt>
      <dd>{occurrences === 1 ? 'once' : `${occurrences} times`}</dd>
      <dt>Made</dt>
      <dd>{exact(createdAt)}</dd>
      <dt>See</dt>
      <dd className="row wrap">
        <Link to="/health" search={{ state: 'all', open: incidentId }}>
          Incident
        </Link>
        <Link to="/health" search={{ list: 'conditions', state: 'all', appliance: applianceId, open: conditionId }}>
          Condition
        </Link>
        {deliveryId !== null && (
          <Link to="/deliveries" search={{ open: deliveryId }}>
            Delivery
          </Link>
        )}
      </dd>
    </dl>
  );
}

function Steps({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(requestTransitionsQuery(id));
  const { format, exact } = useClock();
  if (error !== null && data === undefined) {
    return <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />;
  }
  if (data === undefined) return <Skeleton rows={4} label="Reading the steps" />;
  return (
    <section aria-labelledby="request-steps">
      <h3 className="h3" id="request-steps">
        Steps
      </h3>
      <ol className="timeline">
        {data.items
          .toSorted((a, b) => a.seq - b.seq)
          .map(({ seq, toState, at, actor, event, reason }) => (
            <li key={seq}>
              <StateMark mark={requestMark(toState)} />
              <time className="t2 sm" dateTime={at} title={exact(at)}>
                {format(at, { dateStyle: 'medium', timeStyle: 'short' })}
              </time>
              <span />
              <p className="t3 sm">
                {actor}, {event.replaceAll('-', ' ')}
                {reason !== null && <span className="t2">: {reason}</span>}
              </p>
            </li>
          ))}
      </ol>
    </section>
  );
}
