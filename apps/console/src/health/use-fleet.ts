import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import { appliancesQuery } from '../api/queries.js';

type FleetFilter = { q?: string | undefined; kind?: string | undefined; site?: string | undefined };

/** Every appliance that a filter matches, read page by page while `wanted`. */
export function useFleet(filter: FleetFilter, wanted = true) {
  const { q, kind, site } = filter;
  const read = useInfiniteQuery({ ...appliancesQuery({ q, kind, site }), enabled: wanted });
  const { data, hasNextPage, isFetchingNextPage, fetchNextPage } = read;
  useEffect(() => {
    if (wanted && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [wanted, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const appliances = useMemo(() => data?.pages.flatMap(({ items }) => items) ?? [], [data]);
  return { ...read, appliances, sites: useMemo(() => sitesOf(appliances), [appliances]) };
}

const sitesOf = (appliances: readonly Appliance[]): string[] =>
  [...new Set(appliances.flatMap(({ site }) => site ?? []))].toSorted((a, b) => a.localeCompare(b));
