import {
  createColumnHelper,
  createExpandedRowModel,
  rowExpandingFeature,
  tableFeatures,
  useTable,
  type ExpandedState,
  type RowData,
} from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMediaQuery } from '@mantine/hooks';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';

const features = tableFeatures({ rowExpandingFeature, expandedRowModel: createExpandedRowModel() });

/** Where a row stands in the tree: its depth, whether it is the last child, and how to fold it. */
export interface TreePlace {
  depth: number;
  isLast: boolean;
  /** Null for a row without children. */
  isOpen: boolean | null;
  toggle: () => void;
}

export interface ListColumn<T> {
  id: string;
  header: string;
  /** CSS width; exactly one column may be left without and takes the rest. */
  width?: string;
  numeric?: boolean;
  /** Left out below the width where the drawer or a small window takes its room. */
  priority?: 'low' | 'mid';
  /** On a small screen: shown with its header as a label, or left out. */
  card?: 'title' | 'state' | 'line' | 'hidden';
  cell: (row: T, place: TreePlace) => ReactNode;
}

interface ListTableProps<T extends RowData> {
  label: string;
  columns: readonly ListColumn<T>[];
  rows: readonly T[];
  rowId: (row: T) => string;
  childrenOf?: (row: T) => readonly T[] | undefined;
  expanded?: ExpandedState;
  onExpandedChange?: (update: ExpandedState | ((old: ExpandedState) => ExpandedState)) => void;
  rowClass?: (row: T) => string;
  /** The row whose drawer is open. */
  openId: string | undefined;
  onOpen: (id: string) => void;
  /** Every row the filter matches, loaded or not. */
  total: number;
  /** Called when the end of what is loaded comes into sight. */
  onNearEnd: () => void;
  rowHeight?: number;
  cardHeight: number;
  footer: ReactNode;
}

const OVERSCAN = 8;

/** A table of any length: only the rows in sight are in the page. Below 640 px each row becomes a card. */
export function ListTable<T extends RowData>(props: ListTableProps<T>) {
  const { rows: data, columns, rowId, childrenOf, expanded = {}, onExpandedChange, openId, onNearEnd } = props;
  const isNarrow = useMediaQuery('(max-width: 640px)', undefined, { getInitialValueInEffect: false });
  const height = isNarrow ? props.cardHeight : (props.rowHeight ?? 28);
  const scroller = useRef<HTMLDivElement>(null);

  const helper = useMemo(() => createColumnHelper<typeof features, T>(), []);
  const definitions = useMemo(
    () => columns.map((column) => helper.display({ id: column.id, header: column.header })),
    [columns, helper],
  );
  const table = useTable({
    features,
    columns: definitions,
    data,
    state: { expanded },
    getRowId: rowId,
    autoResetExpanded: false,
    ...(childrenOf === undefined ? {} : { getSubRows: childrenOf }),
    ...(onExpandedChange === undefined ? {} : { onExpandedChange }),
  });
  const rows = table.getRowModel().rows;
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    getItemKey: (index) => rows[index]?.id ?? index,
    overscan: OVERSCAN,
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);

  const items = virtualizer.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  const before = first?.start ?? 0;
  const after = virtualizer.getTotalSize() - (last?.end ?? 0);
  const isNearEnd = last !== undefined && last.index >= rows.length - OVERSCAN;
  useEffect(() => {
    if (isNearEnd) onNearEnd();
  }, [isNearEnd, onNearEnd, rows.length]);

  return (
    <div className="list">
      <div className="clip" ref={scroller} role="region" aria-label={`${props.label}, scrollable`} tabIndex={0}>
        <table className="tbl compact" role="table" aria-label={props.label} aria-rowcount={props.total + 1}>
          <colgroup>
            {columns.map((column) => (
              <col key={column.id} className={priorityClass(column)} style={{ width: column.width }} />
            ))}
          </colgroup>
          <thead role="rowgroup">
            <tr role="row" aria-rowindex={1}>
              {columns.map((column) => (
                <th
                  key={column.id}
                  role="columnheader"
                  scope="col"
                  className={`${priorityClass(column)} ${column.numeric === true ? 'num' : ''}`}
                >
                  {column.header}
                </th>
              ))}
            </tr>
          </thead>
          <tbody role="rowgroup">
            <Gap height={before} />
            {items.map((item) => {
              const row = rows[item.index];
              if (row === undefined) return null;
              const siblings = row.getParentRow()?.subRows ?? [];
              const place: TreePlace = {
                depth: row.depth,
                isLast: siblings.at(-1)?.id === row.id,
                isOpen: row.subRows.length === 0 ? null : row.getIsExpanded(),
                toggle: () => row.toggleExpanded(),
              };
              const isOpen = row.id === openId;
              return (
                <tr
                  key={row.id}
                  role="row"
                  aria-rowindex={item.index + 2}
                  data-open={isOpen || undefined}
                  className={props.rowClass?.(row.original) ?? ''}
                  style={{ height }}
                  onClick={(event) => {
                    if (event.target instanceof Element && event.target.closest('a, button') !== null) return;
                    props.onOpen(row.id);
                  }}
                >
                  {columns.map((column) => (
                    <td
                      key={column.id}
                      role="cell"
                      data-label={column.header}
                      className={`${priorityClass(column)} card-${column.card ?? 'line'} ${column.numeric === true ? 'num' : ''}`}
                    >
                      {column.cell(row.original, place)}
                    </td>
                  ))}
                </tr>
              );
            })}
            <Gap height={after} />
          </tbody>
        </table>
      </div>
      <div className="tfoot">{props.footer}</div>
    </div>
  );
}

const priorityClass = <T,>({ priority }: ListColumn<T>): string => (priority === undefined ? '' : `pr-${priority}`);

/** Stands for the rows that are scrolled out of sight. One cell: spanning hidden columns would bring their room back. */
function Gap({ height }: { height: number }) {
  if (height <= 0) return null;
  return (
    <tr role="presentation" aria-hidden="true" className="gap">
      <td role="presentation" style={{ height }} />
    </tr>
  );
}
