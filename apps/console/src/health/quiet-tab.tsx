import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import type { QuietPeriod } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { ScopeName } from '../call-home/scope-name.js';
import { useClock } from '../shell/clock.js';
import type { ListColumn } from '../shell/list-table.js';
import { Empty } from '../shell/panel.js';
import { CONDITION_TITLES } from '../states/appliance-marks.js';
import { quietMark, quietState } from '../states/monitoring-marks.js';
import { StateMark } from '../states/state-mark.js';
import { endQuietPeriod, quietPeriodsQuery } from './health-queries.js';
import { HealthRows } from './health-rows.js';
import { PickChip } from './pick-chip.js';
import { QuietDialog } from './quiet-dialog.js';
import { WordsDialog } from './words-dialog.js';

const route = getRouteApi('/health');
const CARD_HEIGHT = 214;
const SHOWN = ['active', 'planned', 'ended', 'all'] as const;
const rowId = ({ id }: QuietPeriod) => id;

function Instant({ at }: { at: string }) {
  const { format, exact } = useClock();
  return (
    <time dateTime={at} title={exact(at)}>
      {format(at, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit' })}
    </time>
  );
}

function State({ period }: { period: QuietPeriod }) {
  const { now } = useClock();
  return <StateMark mark={quietMark(quietState(period, now))} />;
}

/** Ends a period before its time; of an ended one it says who did. */
function End({ period }: { period: QuietPeriod }) {
  const { now } = useClock();
  const { canOperate } = useSession();
  const [isAsking, setAsking] = useState(false);
  if (quietState(period, now) === 'ended') {
    return <span className="t3">{period.endedBy === null ? 'ran out' : `by ${period.endedBy}`}</span>;
  }
  if (!canOperate) return null;
  return (
    <>
      <button type="button" className="btn sm" onClick={() => setAsking(true)}>
        End now<span className="sr">: {period.reason}</span>
      </button>
      {isAsking && (
        <WordsDialog
          title="End now"
          explains="What it held back and is still wrong is sent at once. An ended period cannot be taken up again."
          asks={null}
          button="End now"
          send={() => endQuietPeriod(period.id)}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

const COLUMNS: readonly ListColumn<QuietPeriod>[] = [
  {
    id: 'scope',
    header: 'What',
    width: '230px',
    card: 'title',
    cell: ({ scope, code, component }) => (
      <span className="name">
        <ScopeName scope={scope} />
        {code !== null && (
          <span className="t2">
            : {CONDITION_TITLES[code]} {component}
          </span>
        )}
      </span>
    ),
  },
  { id: 'state', header: 'State', width: '92px', card: 'state', cell: (period) => <State period={period} /> },
  { id: 'kind', header: 'Kind', width: '104px', cell: ({ kind }) => kind },
  { id: 'from', header: 'From', width: '108px', cell: ({ from }) => <Instant at={from} /> },
  { id: 'until', header: 'Until', width: '108px', cell: ({ until }) => <Instant at={until} /> },
  {
    id: 'reason',
    header: 'Reason',
    cell: ({ reason }) => (
      <span className="t2" title={reason}>
        {reason}
      </span>
    ),
  },
  { id: 'by', header: 'By', width: '110px', priority: 'mid', cell: ({ createdBy }) => createdBy },
  { id: 'end', header: 'End', width: '110px', cell: (period) => <End period={period} /> },
];

/** Maintenance windows and silences, newest first. */
export function QuietTab() {
  const { state } = route.useSearch();
  const navigate = route.useNavigate();
  const { now, zoneName } = useClock();
  const { canOperate } = useSession();
  const [isCreating, setCreating] = useState(false);
  const shown = SHOWN.find((word) => word === state);
  const read = useInfiniteQuery(quietPeriodsQuery(shown === 'all' || shown === 'ended'));
  const rows = useMemo(() => {
    const loaded = read.data?.pages.flatMap(({ items }) => items) ?? [];
    return loaded.filter((period) => {
      const is = quietState(period, now);
      return shown === undefined ? is !== 'ended' : shown === 'all' || is === shown;
    });
  }, [read.data, shown, now]);
  const isCounted = shown === undefined || shown === 'all';
  const put = (word: string | undefined) => void navigate({ replace: true, search: { list: 'quiet', state: word } });
  return (
    <>
      <div className="bar health-bar">
        <PickChip
          label="State"
          rest="active and planned"
          value={shown}
          options={SHOWN.map((word) => [word, word === 'all' ? 'any' : word])}
          onPick={put}
        />
        <p className="t3 sm">Checks go on meanwhile; only nothing is sent. Times in {zoneName}.</p>
        <span className="grow" />
        {canOperate && (
          <button type="button" className="btn pri" onClick={() => setCreating(true)}>
            New quiet period
          </button>
        )}
      </div>
      <HealthRows
        label="Quiet periods"
        what="the quiet periods"
        read={read}
        columns={COLUMNS}
        rows={rows}
        rowId={rowId}
        openId={undefined}
        onOpen={() => undefined}
        total={isCounted ? Math.max(rows.length, read.data?.pages.at(-1)?.page.approxTotal ?? 0) : rows.length}
        cardHeight={CARD_HEIGHT}
        order="newest first"
        empty={
          <Empty>
            Nothing is held back: no quiet period is {shown === undefined ? 'active or planned' : 'in this list'}.
          </Empty>
        }
      />
      {isCreating && <QuietDialog onClose={() => setCreating(false)} />}
    </>
  );
}
