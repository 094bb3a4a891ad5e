import { Link } from '@tanstack/react-router';
import type { Condition } from '../../../../libs/contract/src/index.js';
import { ApplianceName } from '../call-home/scope-name.js';
import { Age, useClock } from '../shell/clock.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { componentConditionMark, severityMark } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ConditionActions } from './condition-actions.js';

const times = (count: number) => (count === 1 ? 'once' : `${count.toLocaleString('en')} times`);

/** One condition of one component: where it stands, what says so, whom it can hit, and what a person may do. */
export function ConditionFacts({ condition, isRoot = false }: { condition: Condition; isRoot?: boolean }) {
  const { applianceId, applianceName, code, component, evidence, acknowledgement, deliveryId } = condition;
  return (
    <article className="work" aria-label={`${CONDITION_TITLES[code]} of ${applianceName}, ${component}`}>
      <div className="row wrap">
        <StateMark mark={componentConditionMark(condition)} />
        <span className="med">
          {CONDITION_TITLES[code]} <span className="mono">{component}</span>
        </span>
        {isRoot && <span className="tag acc">cause</span>}
      </div>
      <p className="t2 sm">
        <Link to="/inventory" search={{ open: applianceId }}>
          {applianceName}
        </Link>
        : {condition.title}
      </p>
      {evidence === null ? (
        <p className="t3 sm">Nothing was read that says so.</p>
      ) : (
        <div className="code-box">
          <pre tabIndex={0} aria-label={`Evidence of ${component}`}>
            <span className="t3">&gt; {evidence.command}</span>
            {'\n'}
            {evidence.line}
          </pre>
        </div>
      )}
      <Times condition={condition} />
      {acknowledgement !== null && (
        <p className="reason">
          Seen by {acknowledgement.by} <Age at={acknowledgement.at} suffix=" ago" />: {acknowledgement.note}
        </p>
      )}
      {deliveryId !== null && (
        <p className="sm">
          <Link to="/deliveries" search={{ open: deliveryId }}>
            Open its delivery
          </Link>
        </p>
      )}
      <ConditionActions condition={condition} />
    </article>
  );
}

function Times({ condition }: { condition: Condition }) {
  const { exact } = useClock();
  const { severity, raisedAt, checkedAt, occurrences, uploadedSinceBoot, affects } = condition;
  return (
    <dl className="kv">
      <dt>Severity</dt>
      <dd>
        <StateMark mark={severityMark(severity)} />
      </dd>
      <dt>Since</dt>
      <dd>{raisedAt === null ? <span className="t3">not raised</span> : exact(raisedAt)}</dd>
      <dt>Checked</dt>
      <dd>
        <Age at={checkedAt} suffix=" ago" />
      </dd>
      {occurrences > 0 && (
        <>
          <dt>Occurred</dt>
          <dd>
            {times(occurrences)} since its start; {uploadedSinceBoot ? 'uploaded' : 'not uploaded'} since then
          </dd>
        </>
      )}
      {affects.length > 0 && (
        <>
          <dt>Can hit</dt>
          <dd>
            {affects.map((id, index) => (
              <span key={id}>
                {index > 0 && ', '}
                <Link to="/inventory" search={{ open: id }}>
                  <ApplianceName id={id} />
                </Link>
              </span>
            ))}
          </dd>
        </>
      )}
    </dl>
  );
}
