import type { ReactNode } from 'react';
import type { RowData } from '@tanstack/react-table';
import { toProblem } from '../api/api-problem.js';
import { ListTable, type ListColumn } from '../shell/list-table.js';
import { Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';

const ROW_HEIGHT = 32;
const count = (value: number) => value.toLocaleString('en');

/** What a read of several pages says of itself. */
interface PagedRead {
  data: unknown;
  error: Error | null;
  hasNextPage: boolean;
  isFetching: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
  refetch: () => unknown;
}

interface HealthRowsProps<T extends RowData> {
  label: string;
  /** In the middle of a sentence: "the incidents". */
  what: string;
  read: PagedRead;
  columns: readonly ListColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  openId: string | undefined;
  onOpen: (id: string) => void;
  /** Every row that matches, loaded or not. */
  total: number;
  cardHeight: number;
  order: string;
  empty: ReactNode;
  /** Stands at the end of the footer. */
  note?: ReactNode;
  drawer?: ReactNode;
}

/** A list of the Health page with its drawer: reading, failed, empty or full. */
export function HealthRows<T extends RowData>(props: HealthRowsProps<T>) {
  const { label, what, read, rows, total, empty, drawer } = props;
  const { data, error, hasNextPage, isFetching, isFetchingNextPage, fetchNextPage, refetch } = read;
  const loadMore = () => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  };
  return (
    <>
      {error !== null && (
        <div className="list-note health-note">
          <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
        </div>
      )}
      <div className="split">
        {data === undefined ? (
          <div className="list">{error === null && <Skeleton rows={14} label={`Reading ${what}`} />}</div>
        ) : rows.length === 0 ? (
          <div className="list">{hasNextPage ? <Skeleton rows={14} label={`Reading ${what}`} /> : empty}</div>
        ) : (
          <ListTable
            label={label}
            columns={props.columns}
            rows={rows}
            rowId={props.rowId}
            openId={props.openId}
            onOpen={props.onOpen}
            total={total}
            onNearEnd={loadMore}
            rowHeight={ROW_HEIGHT}
            cardHeight={props.cardHeight}
            footer={
              <>
                <span>
                  {count(rows.length)} of {count(total)} loaded, {props.order}
                </span>
                <span className="grow" />
                {props.note}
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
        {drawer}
      </div>
    </>
  );
}
