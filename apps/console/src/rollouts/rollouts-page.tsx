import { useInfiniteQuery, useQueries } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { useNewRows } from '../deliveries/use-new-rows.js';
import { ListTable } from '../shell/list-table.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { Tabs } from '../shell/tabs.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { isRolloutTab, ROLLOUT_TABS, type RolloutTab } from '../states/rollout-marks.js';
import { StateIcon } from '../states/state-icon.js';
import { mergeNewest } from './merge-newest.js';
import { ROLLOUT_COLUMNS } from './rollout-columns.js';
import { rolloutCountQuery, rolloutsQuery } from './rollout-queries.js';

const route = getRouteApi('/rollouts');
const ROW_HEIGHT = 34;
const CARD_HEIGHT = 158;
const rowId = ({ id }: Rollout) => id;
const count = (value: number) => value.toLocaleString('en');
const TABS = Object.keys(ROLLOUT_TABS).filter(isRolloutTab);
/** The lists that a person waits for; how many have ended tells nobody what to do. */
const COUNTED: readonly RolloutTab[] = ['draft', 'approval', 'running', 'paused'];

/** Every rollout, newest first. */
export function RolloutsPage() {
  usePageTitle('Rollouts');
  const { list = 'all' } = route.useSearch();
  const navigate = route.useNavigate();
  const { me } = useSession();
  const mayRead = me.permissions.includes('read');
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    ...rolloutsQuery(list),
    enabled: mayRead,
  });
  const rows = useMemo(() => {
    const words = [...new Set(data?.pages.flat().map(({ word }) => word))];
    return mergeNewest(
      words.map((word) => {
        const pages = data?.pages.flat().filter((page) => page.word === word) ?? [];
        return { items: pages.flatMap(({ items }) => items), isComplete: pages.at(-1)?.next === null };
      }),
    );
  }, [data]);
  const { shown, waiting, show } = useNewRows(rows, list);
  const total = data?.pages[0]?.reduce((sum, page) => sum + page.total, 0) ?? 0;
  const openRow = useCallback((id: string) => void navigate({ to: '/rollouts/$id', params: { id } }), [navigate]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (!mayRead) {
    return (
      <div className="body">
        <h1 className="sr">Rollouts</h1>
        <Empty>The list of all rollouts takes the role of a viewer. Those of your own plans open by their link.</Empty>
      </div>
    );
  }
  return (
    <div className="list-page">
      <RolloutsHead list={list} />
      {error !== null && (
        <div className="list-note">
          <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
        </div>
      )}
      <div className="split">
        {data === undefined ? (
          <div className="list">{error === null && <Skeleton rows={14} label="Reading the rollouts" />}</div>
        ) : shown.length === 0 ? (
          <div className="list">
            <NoRollouts list={list} />
          </div>
        ) : (
          <ListTable
            label="Rollouts"
            columns={ROLLOUT_COLUMNS}
            rows={shown}
            rowId={rowId}
            openId={undefined}
            onOpen={openRow}
            total={total}
            onNearEnd={loadMore}
            rowHeight={ROW_HEIGHT}
            cardHeight={CARD_HEIGHT}
            footer={
              <>
                <span>
                  {count(shown.length)} of {count(total)} loaded, newest first
                </span>
                <span className="grow" />
                {waiting > 0 && (
                  <button type="button" className="btn sm" onClick={show}>
                    <StateIcon name="wait" /> {count(waiting)} new, show
                  </button>
                )}
                {hasNextPage && (
                  <button type="button" className="btn sm" onClick={loadMore}>
                    Load more
                  </button>
                )}
                {isFetching && <span>updating</span>}
              </>
            }
          />
        )}
      </div>
    </div>
  );
}

function RolloutsHead({ list }: { list: RolloutTab }) {
  const navigate = route.useNavigate();
  const counts = useQueries({ queries: COUNTED.map((tab) => rolloutCountQuery(tab)) });
  const items = TABS.map((key) => ({
    key,
    title: ROLLOUT_TABS[key].title,
    count: COUNTED.includes(key) ? counts[COUNTED.indexOf(key)]?.data : undefined,
  }));
  return (
    <>
      <div className="phead">
        <h1>Rollouts</h1>
        <div className="acts">
          <Link className="btn" to="/call-home" search={{ tab: 'plan' }}>
            Preview a plan
          </Link>
        </div>
      </div>
      <Tabs
        label="Lists of rollouts"
        items={items}
        current={list}
        onSelect={(tab) => void navigate({ search: { list: tab === 'all' ? undefined : tab } })}
      />
    </>
  );
}

/** Says which kind of empty it is. */
function NoRollouts({ list }: { list: RolloutTab }) {
  if (list === 'all') {
    return (
      <Empty
        action={
          <Link className="btn" to="/call-home">
            Open Call Home
          </Link>
        }
      >
        No rollout yet. Change a setting and preview what it would do; a rollout is made from that plan.
      </Empty>
    );
  }
  return (
    <Empty
      action={
        <Link className="btn" to="/rollouts" search={{}}>
          Show all rollouts
        </Link>
      }
    >
      No rollout is in this list: {ROLLOUT_TABS[list].title.toLowerCase()}.
    </Empty>
  );
}
