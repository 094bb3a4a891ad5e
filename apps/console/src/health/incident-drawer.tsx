import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Incident } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { ApplianceName } from '../call-home/scope-name.js';
import { useClock } from '../shell/clock.js';
import { Drawer } from '../shell/drawer.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { incidentMark, requestMark, severityMark } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ConditionFacts } from './condition-facts.js';
import { conditionsByIdQuery, incidentQuery, incidentRequestsQuery } from './health-queries.js';
import { RequestActions } from './request-actions.js';

const KINDS: Record<Incident['kind'], string> = {
  single: 'One condition',
  'host-fault': 'A fault of a host, with the instances that it can hit',
  storm: 'Many conditions at one site within an hour; collecting from them is spread out',
};

/** One incident: its conditions with their evidence, and the calls for support that came of it. */
export function IncidentDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const { data, error, refetch } = useQuery(incidentQuery(id));
  return (
    <Drawer
      subjectId={id}
      label={data === undefined ? 'Incident' : `Details of incident ${data.title}`}
      title={
        <>
          <span className="trunc">{data?.title ?? 'Incident'}</span>
          {data !== undefined && <StateMark mark={incidentMark(data.state)} pill />}
        </>
      }
      subtitle={data === undefined ? undefined : KINDS[data.kind]}
      onClose={onClose}
    >
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={8} label="Reading the incident" />}
      {data !== undefined && (
        <>
          <Facts incident={data} />
          <Requests incident={data} />
          <Conditions incident={data} />
        </>
      )}
    </Drawer>
  );
}

function Facts({ incident }: { incident: Incident }) {
  const { exact } = useClock();
  const { severity, site, hostId, openedAt, closedAt, mergedInto } = incident;
  return (
    <dl className="kv">
      <dt>Severity</dt>
      <dd>
        <StateMark mark={severityMark(severity)} />
      </dd>
      <dt>Site</dt>
      <dd>{site ?? <span className="t3">none</span>}</dd>
      {hostId !== null && (
        <>
          <dt>Host</dt>
          <dd>
            <Link to="/inventory" search={{ open: hostId, tab: 'components' }}>
              <ApplianceName id={hostId} />
            </Link>
          </dd>
        </>
      )}
      <dt>Opened</dt>
      <dd>{exact(openedAt)}</dd>
      {closedAt !== null && (
        <>
          <dt>Closed</dt>
          <dd>{exact(closedAt)}</dd>
        </>
      )}
      {mergedInto !== null && (
        <>
          <dt>Merged</dt>
          <dd>
            <Link to="/health" search={{ state: 'all', open: mergedInto }}>
              Open the incident that took its conditions over
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}

function Requests({ incident }: { incident: Incident }) {
  const { data, error, refetch } = useQuery(incidentRequestsQuery(incident.id));
  return (
    <section aria-labelledby="incident-requests">
      <h3 className="h3" id="incident-requests">
        Service requests
      </h3>
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data?.items.length === 0 && <p className="t3 sm">None came of it.</p>}
      <ul className="health-parts">
        {data?.items.map((request) => (
          <li key={request.id}>
            <div className="row wrap">
              <StateMark mark={requestMark(request.state)} />
              <Link
                className="trunc"
                to="/health"
                search={{ list: 'requests', state: 'all', incident: incident.id, open: request.id }}
              >
                {request.number ?? request.summary}
              </Link>
            </div>
            <RequestActions request={request} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Conditions({ incident: { conditionIds, rootConditionId, mergedInto } }: { incident: Incident }) {
  const { data, error, refetch } = useQuery(conditionsByIdQuery(conditionIds));
  const known = data?.toSorted((a, b) => Number(b.id === rootConditionId) - Number(a.id === rootConditionId));
  const missing = conditionIds.length - (known?.length ?? 0);
  return (
    <section aria-labelledby="incident-conditions">
      <h3 className="h3" id="incident-conditions">
        Conditions
      </h3>
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />}
      {data === undefined && error === null && <Skeleton rows={4} label="Reading the conditions" />}
      {conditionIds.length === 0 && (
        <p className="t3 sm">{mergedInto === null ? 'None belongs to it any more.' : 'The other incident has them.'}</p>
      )}
      <ul className="health-parts">
        {known?.map((condition) => (
          <li key={condition.id}>
            <ConditionFacts
              condition={condition}
              isRoot={condition.id === rootConditionId && conditionIds.length > 1}
            />
          </li>
        ))}
      </ul>
      {known !== undefined && missing > 0 && <p className="t3 sm">{missing} more could not be found in the list.</p>}
    </section>
  );
}
