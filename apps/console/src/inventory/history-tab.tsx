import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Appliance, InventoryChange } from '../../../../libs/contract/src/index.js';
import { toProblem } from '../api/api-problem.js';
import { Age } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { historyQuery } from './history-queries.js';

const FIELD_WORDS: Readonly<Record<InventoryChange['field'], string>> = {
  name: 'Name',
  address: 'Address',
  presence: 'Presence',
  model: 'Model',
  serial: 'Serial',
  hostId: 'Host id',
  release: 'Release',
  build: 'Build',
  hypervisorVersion: 'Hypervisor',
  mode: 'Mode',
  haRole: 'HA role',
  cluster: 'Cluster',
  licenceEdition: 'Licence',
  licenceSource: 'Licence source',
  chipsTotal: 'SSL hardware',
  chipsAssigned: 'SSL hardware assigned',
  timeZone: 'Time zone',
};

/** What became another fact, newest first; of a host also that of its instances. */
export function HistoryTab({ appliance }: { appliance: Appliance }) {
  const { id, kind, firstSeenAt } = appliance;
  const isHost = kind === 'sdx-host';
  const [withInstances, setWithInstances] = useState(isHost);
  const query = useInfiniteQuery(historyQuery(id, withInstances));
  const { data, error, refetch, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const changes = data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <>
      <p className="t2 sm">
        {firstSeenAt === null ? (
          'Not read yet.'
        ) : (
          <>
            First read <Age at={firstSeenAt} suffix=" ago" />.
          </>
        )}
      </p>
      {isHost && (
        <label className="row sm">
          <input type="checkbox" checked={withInstances} onChange={({ target }) => setWithInstances(target.checked)} />
          With its instances
        </label>
      )}
      {error !== null && data === undefined && (
        <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
      )}
      {data === undefined && error === null && <Skeleton rows={6} label="Reading the history" />}
      {data !== undefined && changes.length === 0 && <Empty>Nothing has changed since it was first read.</Empty>}
      <ul className="parts">
        {changes.map((change) => (
          <li key={change.id}>
            <span>
              {FIELD_WORDS[change.field]}
              {change.applianceId !== id && <span className="t3"> of {change.applianceName}</span>}
            </span>
            <span />
            <span className="num t3 sm">
              <Age at={change.at} />
            </span>
            <p className="sm">
              <span className="mono t3 wrap-any">{change.from}</span>
              <span className="t3"> became </span>
              <span className="mono wrap-any">{change.to}</span>
            </p>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="btn sm" disabled={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          Older changes
        </button>
      )}
    </>
  );
}
