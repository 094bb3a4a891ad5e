import { useQuery } from '@tanstack/react-query';
import type { Registration } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { registrationQuery } from '../api/queries.js';
import { Age, useClock } from '../shell/clock.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { heartbeatMark, REGISTRATION_MARKS } from '../states/registration-marks.js';
import { StateMark } from '../states/state-mark.js';

/** Whether the receiver of reports knows the appliance, and when it last heard of it. */
export function ReportsSection({ applianceId }: { applianceId: string }) {
  const registration = useQuery(registrationQuery(applianceId));
  return (
    <section aria-labelledby="drawer-reports">
      <h3 className="h3" id="drawer-reports">
        Reports to the receiver
      </h3>
      {registration.data !== undefined && <Facts registration={registration.data} />}
      {registration.isPending && <Skeleton rows={2} label="Reading the registration" />}
      {registration.isError && <ProblemNote problem={toProblem(registration.error)} />}
    </section>
  );
}

function Facts({ registration: { state, registeredAt, heartbeat } }: { registration: Registration }) {
  const clock = useClock();
  const { lastAt, dueAt, intervalDays } = heartbeat;
  return (
    <dl className="kv">
      <dt>Registration</dt>
      <dd>
        <StateMark mark={REGISTRATION_MARKS[state]} />{' '}
        {registeredAt !== null && (
          <span className="t3 sm">
            <Age at={registeredAt} suffix=" ago" />
          </span>
        )}
      </dd>
      <dt>Heartbeat</dt>
      <dd>
        <StateMark mark={heartbeatMark(heartbeat.standing)} />{' '}
        <span className="t3 sm">
          {lastAt !== null && (
            <>
              <Age at={lastAt} suffix=" ago" />
              {', '}
            </>
          )}
          {dueAt !== null && `every ${intervalDays ?? '–'} d, next ${clock.until(dueAt)}`}
        </span>
      </dd>
    </dl>
  );
}
