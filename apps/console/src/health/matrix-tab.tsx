import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import {
  APPLIANCE_KINDS,
  CONDITION_CODES,
  type Appliance,
  type ConditionCode,
} from '../../../../libs/contract/src/index.js';
import { KIND_WORDS } from '../inventory/kind-words.js';
import { Age } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { Empty } from '../shell/panel.js';
import { CONDITION_TITLES, conditionMark } from '../states/appliance-marks.js';
import { StateMark } from '../states/state-mark.js';
import { ConditionDrawer } from './condition-drawer.js';
import { HealthRows } from './health-rows.js';
import { isNotOk, latestCheck, LEGEND } from './matrix-cells.js';
import { PickChip } from './pick-chip.js';
import { useFleet } from './use-fleet.js';

const route = getRouteApi('/health');
const CARD_HEIGHT = 262;
const rowId = ({ id }: Appliance) => id;

function Cell({ appliance, code }: { appliance: Appliance; code: ConditionCode }) {
  const known = appliance.conditions.find((condition) => condition.code === code);
  const mark = conditionMark(known ?? { code, state: 'not-checked', reason: null, checkedAt: null });
  return (
    <Link
      className="cell-link"
      from="/health"
      to="/health"
      search={(old) => ({ ...old, appliance: appliance.id, code })}
      aria-label={`${CONDITION_TITLES[code]} of ${appliance.name}: ${mark.word}`}
    >
      <StateMark mark={mark} />
    </Link>
  );
}

const COLUMNS: readonly ListColumn<Appliance>[] = [
  {
    id: 'appliance',
    header: 'Appliance',
    card: 'title',
    cell: ({ id, name }) => (
      <Link
        className="name"
        data-row-link
        from="/health"
        to="/health"
        search={(old) => ({ ...old, appliance: id, code: undefined })}
      >
        {name}
      </Link>
    ),
  },
  { id: 'kind', header: 'Kind', width: '96px', priority: 'low', card: 'state', cell: ({ kind }) => KIND_WORDS[kind] },
  ...CONDITION_CODES.map((code) => ({
    id: code,
    header: CONDITION_TITLES[code],
    width: '118px',
    cell: (appliance: Appliance) => <Cell appliance={appliance} code={code} />,
  })),
  {
    id: 'checked',
    header: 'Checked',
    width: '72px',
    numeric: true,
    priority: 'low',
    card: 'hidden',
    cell: (appliance) => <Age at={latestCheck(appliance)} />,
  },
];

/** Appliances by the seven conditions. A cell opens what is known of that condition there. */
export function MatrixTab() {
  const { q, kind, site, only, code, appliance } = route.useSearch();
  const navigate = route.useNavigate();
  const fleet = useFleet({ q, kind, site });
  const { sites } = useFleet({});
  const rows = useMemo(
    () => (only === 'not-ok' ? fleet.appliances.filter(isNotOk) : fleet.appliances),
    [fleet.appliances, only],
  );
  const total = only === undefined ? (fleet.data?.pages.at(-1)?.page.approxTotal ?? 0) : rows.length;
  const openRow = useCallback(
    (id: string) => void navigate({ search: (old) => ({ ...old, appliance: id, code: undefined }) }),
    [navigate],
  );
  const closeRow = useCallback(
    () => void navigate({ search: (old) => ({ ...old, appliance: undefined, code: undefined }) }),
    [navigate],
  );
  // The route's own reading of the address drops what it does not know, so any text may be put there.
  const put = (change: Record<string, string | undefined>) =>
    void navigate({ replace: true, search: (old) => ({ ...old, ...change }) });
  return (
    <>
      <div className="bar health-bar">
        <label className="inp health-find">
          <span className="sr">Filter appliances</span>
          <input
            type="search"
            placeholder="Filter appliances"
            value={q ?? ''}
            onChange={({ currentTarget: { value } }) => put({ q: value === '' ? undefined : value })}
          />
        </label>
        <PickChip
          label="Show"
          rest="every appliance"
          value={only}
          options={[['not-ok', 'not OK']]}
          onPick={(word) => put({ only: word })}
        />
        <PickChip
          label="Kind"
          rest="any"
          value={kind}
          options={APPLIANCE_KINDS.map((word) => [word, KIND_WORDS[word]])}
          onPick={(word) => put({ kind: word })}
        />
        <PickChip
          label="Site"
          rest="any"
          value={site}
          options={sites.map((word) => [word, word])}
          onPick={(word) => put({ site: word })}
        />
        <Legend />
      </div>
      <HealthRows
        label="Conditions by appliance"
        what="the appliances"
        read={fleet}
        columns={COLUMNS}
        rows={rows}
        rowId={rowId}
        openId={appliance}
        onOpen={openRow}
        total={total}
        cardHeight={CARD_HEIGHT}
        order="in the order of the inventory"
        note={<span className="pr-mid">n/a: it has no such part, or no access to it; never counted as OK</span>}
        empty={
          <Empty
            action={
              <button type="button" className="btn" onClick={() => void navigate({ search: { list: 'matrix' } })}>
                Show every appliance
              </button>
            }
          >
            No appliance matches these filters.
          </Empty>
        }
        drawer={
          appliance !== undefined && (
            <ConditionDrawer applianceId={appliance} conditionId={undefined} code={code} onClose={closeRow} />
          )
        }
      />
    </>
  );
}

function Legend() {
  return (
    <ul className="health-legend" aria-label="What the marks mean">
      {LEGEND.map((state) => (
        <li key={state}>
          <StateMark mark={conditionMark({ code: 'hard-disk-error', state, reason: null, checkedAt: null })} />
        </li>
      ))}
    </ul>
  );
}
