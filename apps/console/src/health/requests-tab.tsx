import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { ServiceRequest } from '../../../../libs/contract/src/index.js';
import { ApplianceName } from '../call-home/scope-name.js';
import { Age } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { Empty } from '../shell/panel.js';
import { REQUEST_STATES, requestMark, severityMark } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { HealthRows } from './health-rows.js';
import { requestsQuery } from './health-queries.js';
import { PickChip } from './pick-chip.js';
import { RequestDrawer } from './request-drawer.js';

const route = getRouteApi('/health');
const CARD_HEIGHT = 158;
const rowId = ({ id }: ServiceRequest) => id;
const dash = <span className="t3">–</span>;
const OTHERS = REQUEST_STATES.filter((state) => state !== 'needs-review');

const COLUMNS: readonly ListColumn<ServiceRequest>[] = [
  {
    id: 'summary',
    header: 'Service request',
    card: 'title',
    cell: ({ id, summary, incidentId }) => (
      <Link
        className="name"
        data-row-link
        from="/health"
        to="/health"
        search={(old) => ({ ...old, open: id, incident: incidentId })}
        title={summary}
      >
        {summary}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '124px',
    card: 'state',
    cell: ({ state }) => <StateMark mark={requestMark(state)} />,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '100px',
    priority: 'mid',
    cell: ({ severity }) => <StateMark mark={severityMark(severity)} />,
  },
  {
    id: 'appliance',
    header: 'Appliance',
    width: '150px',
    cell: ({ applianceId }) => <ApplianceName id={applianceId} />,
  },
  {
    id: 'number',
    header: 'Number',
    width: '130px',
    cell: ({ number }) => (number === null ? dash : <span className="mono">{number}</span>),
  },
  {
    id: 'occurrences',
    header: 'Times',
    width: '60px',
    numeric: true,
    priority: 'low',
    card: 'hidden',
    cell: ({ occurrences }) => occurrences,
  },
  {
    id: 'age',
    header: 'Age',
    width: '56px',
    numeric: true,
    card: 'hidden',
    cell: ({ createdAt }) => <Age at={createdAt} />,
  },
];

/** Calls for support. At first those that wait for a person; the rest have gone out, or will not. */
export function RequestsTab() {
  const { state, open, incident } = route.useSearch();
  const navigate = route.useNavigate();
  const known = OTHERS.find((word) => word === state);
  const read = useInfiniteQuery(requestsQuery({ state: state === 'all' ? undefined : (known ?? 'needs-review') }));
  const rows = useMemo(() => read.data?.pages.flatMap(({ items }) => items) ?? [], [read.data]);
  const openRow = useCallback(
    (id: string) => {
      const row = rows.find((one) => one.id === id);
      void navigate({ search: (old) => ({ ...old, open: id, incident: row?.incidentId }) });
    },
    [navigate, rows],
  );
  const closeRow = useCallback(
    () => void navigate({ search: (old) => ({ ...old, open: undefined, incident: undefined }) }),
    [navigate],
  );
  const put = (word: string | undefined) => void navigate({ replace: true, search: { list: 'requests', state: word } });
  return (
    <>
      <div className="bar health-bar">
        <PickChip
          label="State"
          rest="needs review"
          value={state === 'all' ? 'all' : known}
          options={[...OTHERS.map((word) => [word, requestMark(word).word] as const), ['all', 'any']]}
          onPick={put}
        />
        <p className="t3 sm">Critical hardware opens a request by itself; anything else waits for a person.</p>
      </div>
      <HealthRows
        label="Service requests"
        what="the service requests"
        read={read}
        columns={COLUMNS}
        rows={rows}
        rowId={rowId}
        openId={open}
        onOpen={openRow}
        total={read.data?.pages.at(-1)?.page.approxTotal ?? 0}
        cardHeight={CARD_HEIGHT}
        order="latest first"
        empty={<NoRequests isAll={state === 'all'} onAll={() => put('all')} />}
        drawer={
          open !== undefined &&
          incident !== undefined && <RequestDrawer id={open} incidentId={incident} onClose={closeRow} />
        }
      />
    </>
  );
}

function NoRequests({ isAll, onAll }: { isAll: boolean; onAll: () => void }) {
  if (isAll)
    return <Empty>No service request was made yet. The first one comes with a condition that asks for it.</Empty>;
  return (
    <Empty
      action={
        <button type="button" className="btn" onClick={onAll}>
          Show all service requests
        </button>
      }
    >
      No service request is in this list.
    </Empty>
  );
}
