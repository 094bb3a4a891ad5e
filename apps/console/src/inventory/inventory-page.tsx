import { IconPlus } from '@tabler/icons-react';
import type { ExpandedState } from '@tanstack/react-table';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { ListTable } from '../shell/list-table.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { usePageTitle } from '../shell/use-page-title.js';
import { AddHostDialog } from './add-host-dialog.js';
import { ApplianceDrawer } from './appliance-drawer.js';
import { growTree } from './appliance-tree.js';
import { HostTrustButton } from './host-trust-dialog.js';
import { inventoryColumns } from './inventory-columns.js';
import { ClearFilters, InventoryFilters } from './inventory-filters.js';
import { useInventory } from './use-inventory.js';

const route = getRouteApi('/inventory');
const ALL_OPEN_UP_TO = 200;
const CARD_HEIGHT = 118;
const rowId = ({ id }: Appliance) => id;
const count = (value: number) => value.toLocaleString('en');

/** Every appliance: hosts with their instances, and those that stand alone. */
export function InventoryPage() {
  usePageTitle('Inventory');
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { canOperate } = useSession();
  const inventory = useInventory();
  const { data, error, rows, total, matching, loaded } = inventory;
  const openRow = useCallback(
    (open: string) => void navigate({ search: (old) => ({ ...old, open, tab: undefined }) }),
    [navigate],
  );
  const closeRow = useCallback(
    () => void navigate({ search: (old) => ({ ...old, open: undefined, tab: undefined }) }),
    [navigate],
  );
  const showDialog = (add: 'host' | undefined) => void navigate({ search: (old) => ({ ...old, add }) });
  return (
    <div className={`list-page ${search.open === undefined ? '' : 'with-drawer'}`}>
      <div className="phead">
        <h1>Inventory</h1>
        {data !== undefined && (
          <span className="t3 sm" role="status">
            {search.show === undefined
              ? `${count(total)} appliances`
              : `${count(total)} of ${count(matching)} appliances`}
            {search.show !== undefined && loaded < matching && `, ${count(loaded)} looked at so far`}
          </span>
        )}
        <div className="acts">
          <HostTrustButton />
          {canOperate && (
            <button type="button" className="btn pri" onClick={() => showDialog('host')}>
              <IconPlus className="ic" aria-hidden /> Add host
            </button>
          )}
        </div>
      </div>
      <InventoryFilters sites={inventory.sites} />
      {error !== null && (
        <div className="list-note">
          <ProblemNote problem={toProblem(error)} onRetry={() => void inventory.refetch()} />
        </div>
      )}
      <div className="split">
        {data === undefined ? (
          <div className="list">{error === null && <Skeleton rows={14} label="Reading the inventory" />}</div>
        ) : rows.length === 0 ? (
          <NoRows onAdd={canOperate ? () => showDialog('host') : undefined} />
        ) : (
          <InventoryTable inventory={inventory} isFlat={search.view === 'flat'} openId={search.open} onOpen={openRow} />
        )}
        {search.open !== undefined && <ApplianceDrawer id={search.open} onClose={closeRow} />}
      </div>
      {canOperate && (
        <AddHostDialog
          opened={search.add === 'host'}
          onClose={() => showDialog(undefined)}
          onAdded={({ id }) => void navigate({ search: () => ({ open: id, tab: 'connection' as const }) })}
        />
      )}
    </div>
  );
}

interface InventoryTableProps {
  inventory: ReturnType<typeof useInventory>;
  isFlat: boolean;
  openId: string | undefined;
  onOpen: (id: string) => void;
}

function InventoryTable({ inventory, isFlat, openId, onOpen }: InventoryTableProps) {
  const { rows, total, loaded, hasNextPage, isFetching, loadMore } = inventory;
  const tree = useMemo(() => growTree(rows), [rows]);
  const columns = useMemo(() => inventoryColumns(isFlat), [isFlat]);
  // Null until somebody folds a row: until then the size of the fleet decides.
  const [folded, setFolded] = useState<ExpandedState | null>(null);
  const expanded = folded ?? (total <= ALL_OPEN_UP_TO ? true : {});
  return (
    <ListTable
      label="Inventory"
      columns={columns}
      rows={isFlat ? rows : tree.roots}
      rowId={rowId}
      {...(isFlat ? {} : { childrenOf: tree.childrenOf })}
      expanded={expanded}
      onExpandedChange={(update) =>
        setFolded((old) => (typeof update === 'function' ? update(old ?? expanded) : update))
      }
      rowClass={({ kind, goneAt }) => `${kind === 'sdx-host' ? 'host' : ''} ${goneAt === null ? '' : 'gone'}`}
      openId={openId}
      onOpen={onOpen}
      total={total}
      onNearEnd={loadMore}
      cardHeight={CARD_HEIGHT}
      footer={
        <>
          <span>
            {count(rows.length)} of {count(total)} loaded, hosts first
          </span>
          <span className="grow" />
          {hasNextPage && (
            <button type="button" className="btn sm" onClick={loadMore}>
              Load more
            </button>
          )}
          {isFetching && loaded > 0 && <span>updating</span>}
        </>
      }
    />
  );
}

/** Empty either because nothing exists, or because the filters hide it: the two read differently. */
function NoRows({ onAdd }: { onAdd: (() => void) | undefined }) {
  const { q, kind, site, reach, show } = route.useSearch();
  const isFiltered = [q, kind, site, reach, show].some((value) => value !== undefined);
  if (isFiltered) {
    return (
      <div className="list">
        <Empty action={<ClearFilters />}>No appliance matches these filters.</Empty>
      </div>
    );
  }
  const add = onAdd !== undefined && (
    <button type="button" className="btn pri" onClick={onAdd}>
      Add host
    </button>
  );
  return (
    <div className="list">
      <Empty action={add}>No hosts yet: add the first one, its instances are found by themselves.</Empty>
    </div>
  );
}
