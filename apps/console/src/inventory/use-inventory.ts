import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo } from 'react';
import { appliancesQuery } from '../api/queries.js';
import { isInFacet } from './facets.js';

const route = getRouteApi('/inventory');

/** The rows the address asks for. A facet is answered here, so it loads every page before it is said to be complete. */
export function useInventory() {
  const { q, kind, site, reach, show } = route.useSearch();
  const query = useInfiniteQuery(appliancesQuery({ q, kind, site, reach }));
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  const loaded = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  const rows = useMemo(() => loaded.filter((appliance) => isInFacet(appliance, show)), [loaded, show]);
  const sites = useMemo(
    () => [...new Set(loaded.flatMap((appliance) => appliance.site ?? []))].toSorted((a, b) => a.localeCompare(b)),
    [loaded],
  );
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  useEffect(() => {
    if (show !== undefined) loadMore();
  }, [show, loadMore]);
  const matching = data?.pages.at(-1)?.page.approxTotal ?? 0;
  return {
    ...query,
    rows,
    sites,
    loadMore,
    loaded: loaded.length,
    /** Rows that match, loaded or not; with a facet only those seen so far can be counted. */
    total: show === undefined ? matching : rows.length,
    matching,
  };
}
