import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Incident } from '../../../../libs/contract/src/index.js';
import { ApplianceName } from '../call-home/scope-name.js';
import { Age } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { Empty } from '../shell/panel.js';
import { firstRequest, incidentMark, requestMark, severityMark } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { HealthRows } from './health-rows.js';
import { incidentRequestsQuery, incidentsQuery } from './health-queries.js';
import { IncidentDrawer } from './incident-drawer.js';
import { PickChip } from './pick-chip.js';

const route = getRouteApi('/health');
const CARD_HEIGHT = 158;
const rowId = ({ id }: Incident) => id;
const dash = <span className="t3">–</span>;
const SHOWN = ['closed', 'merged', 'all'] as const;

/** Of several service requests the one that most asks for a person is shown. */
function RequestCell({ incident }: { incident: Incident }) {
  const { data } = useQuery({ ...incidentRequestsQuery(incident.id), enabled: incident.serviceRequestIds.length > 0 });
  if (incident.serviceRequestIds.length === 0) return dash;
  const first = firstRequest(data?.items ?? []);
  if (first === null) return <>{incident.serviceRequestIds.length}</>;
  return <StateMark mark={requestMark(first.state)} />;
}

const COLUMNS: readonly ListColumn<Incident>[] = [
  {
    id: 'severity',
    header: 'Severity',
    width: '104px',
    cell: ({ severity }) => <StateMark mark={severityMark(severity)} />,
  },
  {
    id: 'title',
    header: 'Incident',
    card: 'title',
    cell: ({ id, title }) => (
      <Link
        className="name"
        data-row-link
        from="/health"
        to="/health"
        search={(old) => ({ ...old, open: id })}
        title={title}
      >
        {title}
      </Link>
    ),
  },
  {
    id: 'state',
    header: 'State',
    width: '92px',
    card: 'state',
    cell: ({ state }) => <StateMark mark={incidentMark(state)} />,
  },
  { id: 'site', header: 'Site', width: '96px', priority: 'mid', cell: ({ site }) => site ?? dash },
  {
    id: 'host',
    header: 'Host',
    width: '130px',
    priority: 'mid',
    cell: ({ hostId }) => (hostId === null ? dash : <ApplianceName id={hostId} />),
  },
  {
    id: 'conditions',
    header: 'Conditions',
    width: '84px',
    numeric: true,
    priority: 'low',
    cell: ({ conditionIds }) => conditionIds.length,
  },
  {
    id: 'request',
    header: 'Service request',
    width: '130px',
    cell: (incident) => <RequestCell incident={incident} />,
  },
  {
    id: 'since',
    header: 'Since',
    width: '56px',
    numeric: true,
    card: 'hidden',
    cell: ({ openedAt }) => <Age at={openedAt} />,
  },
];

/** Conditions of one cause seen as one, latest first. */
export function IncidentsTab() {
  const { state, open, appliance } = route.useSearch();
  const navigate = route.useNavigate();
  const shown = SHOWN.find((word) => word === state);
  const wanted = shown === undefined ? 'open' : shown === 'all' ? undefined : shown;
  const read = useInfiniteQuery(incidentsQuery({ state: wanted, applianceId: appliance }));
  const rows = useMemo(() => read.data?.pages.flatMap(({ items }) => items) ?? [], [read.data]);
  const openRow = useCallback((id: string) => void navigate({ search: (old) => ({ ...old, open: id }) }), [navigate]);
  const closeRow = useCallback(() => void navigate({ search: (old) => ({ ...old, open: undefined }) }), [navigate]);
  const put = (word: string | undefined) =>
    void navigate({ replace: true, search: (old) => ({ ...old, state: word, open: undefined }) });
  return (
    <>
      <div className="bar health-bar">
        <PickChip
          label="State"
          rest="open"
          value={shown}
          options={SHOWN.map((word) => [word, word === 'all' ? 'any' : word])}
          onPick={put}
        />
        <p className="t3 sm">Conditions with one cause are one incident; ten or more at a site within an hour too.</p>
      </div>
      <HealthRows
        label="Incidents"
        what="the incidents"
        read={read}
        columns={COLUMNS}
        rows={rows}
        rowId={rowId}
        openId={open}
        onOpen={openRow}
        total={read.data?.pages.at(-1)?.page.approxTotal ?? 0}
        cardHeight={CARD_HEIGHT}
        order="latest first"
        empty={<NoIncidents shown={shown} onAll={() => put('all')} />}
        drawer={open !== undefined && <IncidentDrawer id={open} onClose={closeRow} />}
      />
    </>
  );
}

/** Never "all good": what could not be checked opens no incident. */
function NoIncidents({ shown, onAll }: { shown: string | undefined; onAll: () => void }) {
  if (shown === 'all')
    return <Empty>No incident was ever opened. The first one appears when a condition is found.</Empty>;
  return (
    <Empty
      action={
        <button type="button" className="btn" onClick={onAll}>
          Show all incidents
        </button>
      }
    >
      No incident is {shown ?? 'open'}. What could not be checked opens none; the matrix shows where that is so.
    </Empty>
  );
}
