import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  applianceSchema,
  destinationSchema,
  effectiveSchema,
  exceptionSchema,
  groupSchema,
  layerRevisionSchema,
  layerSchema,
  operationSchema,
  pageSchema,
  planSchema,
  planTargetSchema,
  rolloutSchema,
  scopeEffectiveSchema,
  siteSchema,
} from '../../../../libs/contract/src/index.js';
import { callApi } from '../api/call-api.js';

const LIST_LIMIT = 500;
const PAGE_LIMIT = 200;
const FOUND_LIMIT = 20;

export const sitesQuery = queryOptions({
  queryKey: ['layers', 'sites'],
  queryFn: ({ signal }) => callApi('listSites', pageSchema(siteSchema), { query: { limit: LIST_LIMIT }, signal }),
});
export const groupsQuery = queryOptions({
  queryKey: ['layers', 'groups'],
  queryFn: ({ signal }) => callApi('listGroups', pageSchema(groupSchema), { query: { limit: LIST_LIMIT }, signal }),
});
/** Layers that set or lock something, the first of them. */
export const layersQuery = queryOptions({
  queryKey: ['layers', 'all'],
  queryFn: ({ signal }) => callApi('listLayers', pageSchema(layerSchema), { query: { limit: LIST_LIMIT }, signal }),
});
export const layerQuery = (scope: string) =>
  queryOptions({
    queryKey: ['layer', scope],
    queryFn: ({ signal }) => callApi('getLayer', layerSchema, { params: { scope }, signal }),
  });
export const revisionsQuery = (scope: string) =>
  infiniteQueryOptions({
    queryKey: ['revisions', scope],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      callApi('listLayerRevisions', pageSchema(layerRevisionSchema), {
        params: { scope },
        query: { limit: 50, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });
export const applianceEffectiveQuery = (id: string) =>
  queryOptions({
    queryKey: ['effective', id],
    queryFn: ({ signal }) => callApi('getEffective', effectiveSchema, { params: { id }, signal }),
  });
export const scopeEffectiveQuery = (scope: string) =>
  queryOptions({
    queryKey: ['scope-effective', scope],
    queryFn: ({ signal }) => callApi('getScopeEffective', scopeEffectiveSchema, { query: { scope }, signal }),
  });
/** The name of an appliance. It hardly changes, so events do not ask for it anew. */
export const applianceNameQuery = (id: string) =>
  queryOptions({
    queryKey: ['appliance-name', id],
    staleTime: Infinity,
    queryFn: ({ signal }) => callApi('getAppliance', applianceSchema, { params: { id }, signal }),
  });
export const foundAppliancesQuery = (q: string) =>
  queryOptions({
    queryKey: ['found-appliances', q],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      callApi('listAppliances', pageSchema(applianceSchema), { query: { q, limit: FOUND_LIMIT }, signal }),
  });
export const destinationsQuery = queryOptions({
  queryKey: ['destinations'],
  queryFn: ({ signal }) =>
    callApi('listDestinations', pageSchema(destinationSchema), { query: { limit: LIST_LIMIT }, signal }),
});
export const exceptionsQuery = (filter: { scope: string | undefined; state: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['exceptions', filter],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listExceptions', pageSchema(exceptionSchema), {
        query: { ...filter, limit: 100, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });
export const planQuery = (id: string) =>
  queryOptions({
    queryKey: ['plan', id],
    queryFn: ({ signal }) => callApi('getPlan', planSchema, { params: { id }, signal }),
  });
export const planTargetsQuery = (id: string, outcome: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['plan-targets', id, outcome],
    initialPageParam: undefined as string | undefined,
    staleTime: Infinity,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listPlanTargets', pageSchema(planTargetSchema), {
        params: { id },
        query: { outcome, limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

/** Saves a layer whole, as a change of the revision it was read at; a rehearsal says what it would do instead. */
export const putLayer = (scope: string, revision: number, { body, dryRun }: { body: unknown; dryRun: boolean }) =>
  callApi('putLayer', layerSchema, {
    params: { scope },
    body,
    ifMatch: `"${revision}"`,
    query: { dryRun: dryRun ? 'true' : undefined },
  });
export const revertLayer = (scope: string, body: { revision: number; note: string | null }) =>
  callApi('revertLayer', layerSchema, { params: { scope }, body });
export const createPlan = (body: { scope: string }) => callApi('createPlan', planSchema, { body });
export const createRollout = (body: unknown) => callApi('createRollout', rolloutSchema, { body });
export const readDrift = (id: string) => callApi('readDrift', operationSchema, { params: { id } });
export const acceptDrift = (id: string, body: { keys: readonly string[]; reason: string | null }) =>
  callApi('acceptDrift', layerSchema, { params: { id }, body });
export const revertDrift = (id: string, keys: readonly string[]) =>
  callApi('revertDrift', planSchema, { params: { id }, body: { keys } });
export const createException = (body: unknown) => callApi('createException', exceptionSchema, { body });

/** Grants, denies or takes back a wish. */
export type ExceptionAction = 'grantException' | 'denyException' | 'withdrawException';
export const decideException = (action: ExceptionAction, id: string, note: string) =>
  callApi(action, exceptionSchema, {
    params: { id },
    ...(action !== 'withdrawException' && { body: { note: note.trim() === '' ? null : note.trim() } }),
  });

/** Everything that a change of settings makes stale. */
export const SETTINGS_READS = [
  'layers',
  'layer',
  'revisions',
  'effective',
  'scope-effective',
  'exceptions',
  'plan',
  'appliances',
  'appliance',
];
