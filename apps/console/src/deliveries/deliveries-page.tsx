import { IconX } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { DELIVERY_TYPES, type Delivery } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { deliveriesQuery, overviewQuery } from '../api/queries.js';
import { ListTable } from '../shell/list-table.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { Tabs } from '../shell/tabs.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { countOfTab, DELIVERY_TABS, isDeliveryTab, type DeliveryTab } from '../states/delivery-marks.js';
import { StateIcon } from '../states/state-icon.js';
import { DELIVERY_COLUMNS } from './delivery-columns.js';
import { DeliveryDrawer } from './delivery-drawer.js';
import { useNewRows } from './use-new-rows.js';

const route = getRouteApi('/deliveries');
const ROW_HEIGHT = 32;
const CARD_HEIGHT = 148;
const rowId = ({ id }: Delivery) => id;
const count = (value: number) => value.toLocaleString('en');
const TABS = Object.keys(DELIVERY_TABS).filter(isDeliveryTab);

/** Every report on its way, newest first. */
export function DeliveriesPage() {
  usePageTitle('Deliveries');
  const { list = 'all', type, appliance, open } = route.useSearch();
  const navigate = route.useNavigate();
  const states = DELIVERY_TABS[list].states.join(',');
  const query = useInfiniteQuery(
    deliveriesQuery({ state: states === '' ? undefined : states, type, applianceId: appliance }),
  );
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = query;
  const rows = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const { shown, waiting, show } = useNewRows(rows, `${list} ${type ?? ''} ${appliance ?? ''}`);
  const total = data?.pages.at(-1)?.page.approxTotal ?? 0;
  const openRow = useCallback((id: string) => void navigate({ search: (old) => ({ ...old, open: id }) }), [navigate]);
  const closeRow = useCallback(() => void navigate({ search: (old) => ({ ...old, open: undefined }) }), [navigate]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  return (
    <div className={`list-page ${open === undefined ? '' : 'with-drawer'}`}>
      <DeliveriesHead />
      {error !== null && (
        <div className="list-note">
          <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
        </div>
      )}
      <div className="split">
        {data === undefined ? (
          <div className="list">{error === null && <Skeleton rows={14} label="Reading the deliveries" />}</div>
        ) : shown.length === 0 ? (
          <div className="list">
            <NoDeliveries list={list} />
          </div>
        ) : (
          <ListTable
            label="Deliveries"
            columns={DELIVERY_COLUMNS}
            rows={shown}
            rowId={rowId}
            openId={open}
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
        {open !== undefined && <DeliveryDrawer id={open} onClose={closeRow} />}
      </div>
    </div>
  );
}

function DeliveriesHead() {
  const { list = 'all', type, appliance } = route.useSearch();
  const navigate = route.useNavigate();
  const { data } = useQuery(overviewQuery('24h'));
  const byState = data?.deliveries.byState;
  const items = TABS.map((tab) => ({
    key: tab,
    title: DELIVERY_TABS[tab].title,
    count: byState === undefined ? undefined : countOfTab(tab, byState),
    tone: tab === 'failed' && byState !== undefined && countOfTab(tab, byState) > 0 ? ('bad' as const) : undefined,
  }));
  const select = (tab: DeliveryTab) =>
    void navigate({ search: (old) => ({ ...old, list: tab === 'all' ? undefined : tab, open: undefined }) });
  return (
    <>
      <div className="phead">
        <h1>Deliveries</h1>
        <div className="acts">
          {appliance !== undefined && (
            <button
              type="button"
              className="chip on"
              onClick={() => void navigate({ search: (old) => ({ ...old, appliance: undefined }) })}
            >
              one appliance only <IconX className="ic" aria-label="Show all appliances" />
            </button>
          )}
          <label className={`chip ${type === undefined ? '' : 'on'}`}>
            <span>Type:</span>
            <select
              aria-label="Type"
              value={type ?? ''}
              onChange={({ currentTarget: { value } }) =>
                void navigate({
                  replace: true,
                  search: (old) => ({ ...old, type: DELIVERY_TYPES.find((known) => known === value) }),
                })
              }
            >
              <option value="">any</option>
              {DELIVERY_TYPES.map((known) => (
                <option key={known} value={known}>
                  {known}
                </option>
              ))}
            </select>
          </label>
        </div>
      </div>
      <Tabs label="Lists of deliveries" items={items} current={list} onSelect={select} />
    </>
  );
}

/** Never "all good": an empty list only says that nothing is in it. */
function NoDeliveries({ list }: { list: DeliveryTab }) {
  const { type, appliance } = route.useSearch();
  const navigate = route.useNavigate();
  if (list === 'all' && type === undefined && appliance === undefined) {
    return <Empty>Nothing was collected or sent yet. The first report appears when a condition is found.</Empty>;
  }
  return (
    <Empty
      action={
        <button type="button" className="btn" onClick={() => void navigate({ search: {} })}>
          Show all deliveries
        </button>
      }
    >
      No delivery in this list matches these filters.
    </Empty>
  );
}
