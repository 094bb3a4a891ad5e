import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { CONDITION_CODES, CONDITION_STATES, type Condition } from '../../../../libs/contract/src/index.js';
import { Age } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { Empty } from '../shell/panel.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { componentConditionMark, SEVERITIES, severityMark } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ConditionDrawer } from './condition-drawer.js';
import { HealthRows } from './health-rows.js';
import { conditionsQuery } from './health-queries.js';
import { PickChip } from './pick-chip.js';
import { useFleet } from './use-fleet.js';

const route = getRouteApi('/health');
const CARD_HEIGHT = 158;
const rowId = ({ id }: Condition) => id;
const dash = <span className="t3">–</span>;

const COLUMNS: readonly ListColumn<Condition>[] = [
  {
    id: 'condition',
    header: 'Condition',
    width: '128px',
    card: 'title',
    cell: ({ id, applianceId, code }) => (
      <Link
        className="name"
        data-row-link
        from="/health"
        to="/health"
        search={(old) => ({ ...old, open: id, appliance: applianceId })}
      >
        {CONDITION_TITLES[code]}
      </Link>
    ),
  },
  {
    id: 'component',
    header: 'Component',
    width: '110px',
    cell: ({ component }) => <span className="mono">{component}</span>,
  },
  {
    id: 'appliance',
    header: 'Appliance',
    width: '170px',
    cell: ({ applianceName }) => <span className="name">{applianceName}</span>,
  },
  {
    id: 'state',
    header: 'State',
    width: '120px',
    card: 'state',
    cell: (condition) => <StateMark mark={componentConditionMark(condition)} />,
  },
  {
    id: 'severity',
    header: 'Severity',
    width: '100px',
    priority: 'mid',
    cell: ({ severity }) => <StateMark mark={severityMark(severity)} />,
  },
  {
    id: 'evidence',
    header: 'Evidence',
    card: 'hidden',
    cell: ({ evidence }) =>
      evidence === null ? (
        dash
      ) : (
        <span className="mono t2" title={`${evidence.command}: ${evidence.line}`}>
          {evidence.line}
        </span>
      ),
  },
  { id: 'since', header: 'Since', width: '56px', numeric: true, cell: ({ raisedAt }) => <Age at={raisedAt} /> },
  {
    id: 'checked',
    header: 'Checked',
    width: '70px',
    numeric: true,
    priority: 'low',
    card: 'hidden',
    cell: ({ checkedAt }) => <Age at={checkedAt} />,
  },
];

const STATE_WORDS = CONDITION_STATES.filter((state) => state !== 'active').map(
  (state) => [state, state.replaceAll('-', ' ')] as const,
);

/** The rows that the address asks for. The API filters by state; the rest is answered here, so every page is read then. */
function useConditions() {
  const { state, code, site, severity } = route.useSearch();
  const known = CONDITION_STATES.find((word) => word === state);
  const read = useInfiniteQuery(conditionsQuery(state === 'all' ? undefined : (known ?? 'active')));
  const fleet = useFleet({});
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = read;
  const isNarrowed = code !== undefined || site !== undefined || severity !== undefined;
  useEffect(() => {
    if (isNarrowed && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [isNarrowed, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const ofSite = useMemo(
    () => new Set(fleet.appliances.filter((one) => one.site === site).map(({ id }) => id)),
    [fleet.appliances, site],
  );
  const rows = useMemo(() => {
    const loaded = data?.pages.flatMap(({ items }) => items) ?? [];
    return loaded.filter(
      (row) =>
        (code === undefined || row.code === code) &&
        (severity === undefined || row.severity === severity) &&
        (site === undefined || ofSite.has(row.applianceId)),
    );
  }, [data, code, severity, site, ofSite]);
  const matching = data?.pages.at(-1)?.page.approxTotal ?? 0;
  return { read, rows, total: isNarrowed ? rows.length : matching, sites: fleet.sites };
}

/** Conditions of components, active ones first. */
export function ConditionsTab() {
  const { state, code, site, severity, open, appliance } = route.useSearch();
  const navigate = route.useNavigate();
  const { read, rows, total, sites } = useConditions();
  const openRow = useCallback(
    (id: string) => {
      const row = rows.find((one) => one.id === id);
      void navigate({ search: (old) => ({ ...old, open: id, appliance: row?.applianceId }) });
    },
    [navigate, rows],
  );
  const closeRow = useCallback(
    () => void navigate({ search: (old) => ({ ...old, open: undefined, appliance: undefined }) }),
    [navigate],
  );
  // The route's own reading of the address drops what it does not know, so any text may be put there.
  const put = (change: Record<string, string | undefined>) =>
    void navigate({ replace: true, search: (old) => ({ ...old, ...change, open: undefined, appliance: undefined }) });
  const showAll = () => void navigate({ search: { list: 'conditions', state: 'all' } });
  return (
    <>
      <div className="bar health-bar">
        <PickChip
          label="State"
          rest="active"
          value={state}
          options={[...STATE_WORDS, ['all', 'any']]}
          onPick={(word) => put({ state: word })}
        />
        <PickChip
          label="Condition"
          rest="any"
          value={code}
          options={CONDITION_CODES.map((word) => [word, CONDITION_TITLES[word]])}
          onPick={(word) => put({ code: word })}
        />
        <PickChip
          label="Severity"
          rest="any"
          value={severity}
          options={SEVERITIES.map((word) => [word, word])}
          onPick={(word) => put({ severity: word })}
        />
        <PickChip
          label="Site"
          rest="any"
          value={site}
          options={withChosen(sites, site)}
          onPick={(word) => put({ site: word })}
        />
      </div>
      <HealthRows
        label="Conditions"
        what="the conditions"
        read={read}
        columns={COLUMNS}
        rows={rows}
        rowId={rowId}
        openId={open}
        onOpen={openRow}
        total={total}
        cardHeight={CARD_HEIGHT}
        order="active first"
        empty={
          <Empty
            action={
              <button type="button" className="btn" onClick={showAll}>
                Show every condition
              </button>
            }
          >
            No condition matches these filters. That is no proof of health: see what is unknown or not checked.
          </Empty>
        }
        drawer={
          appliance !== undefined && (
            <ConditionDrawer applianceId={appliance} conditionId={open} code={code} onClose={closeRow} />
          )
        }
      />
    </>
  );
}

const withChosen = (sites: readonly string[], site: string | undefined): (readonly [string, string])[] =>
  (site === undefined || sites.includes(site) ? sites : [site, ...sites]).map((one) => [one, one]);
