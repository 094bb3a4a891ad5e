import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  applianceSchema,
  componentSchema,
  connectionTestSchema,
  credentialSchema,
  deliverySchema,
  deliveryTransitionSchema,
  effectiveSchema,
  hostCaSchema,
  hostKeySchema,
  jumpHostSchema,
  meSchema,
  operationSchema,
  overviewSchema,
  pageSchema,
  registrationSchema,
  versionSchema,
  type ConnectionTest,
  type Me,
} from '../../../../libs/contract/src/index.js';
import { ApiProblem } from './api-problem.js';
import { callApi } from './call-api.js';

/** Statistics ranges the API knows. */
export type Range = '24h' | '7d' | '30d';
type Filter = Record<string, string | undefined>;

const PAGE_LIMIT = 200;
const LIST_LIMIT = 500;

/** Who is signed in, or null for nobody: not signed in is an answer here, not a failure. */
export const meQuery = queryOptions({
  queryKey: ['me'],
  staleTime: Infinity,
  queryFn: async ({ signal }): Promise<Me | null> => {
    try {
      return await callApi('me', meSchema, { signal });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
});

export const versionQuery = queryOptions({
  queryKey: ['version'],
  staleTime: Infinity,
  queryFn: ({ signal }) => callApi('version', versionSchema, { signal }),
});

export const overviewQuery = (range: Range) =>
  queryOptions({
    queryKey: ['overview', range],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => callApi('getOverview', overviewSchema, { query: { range }, signal }),
  });

export const appliancesQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['appliances', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      callApi('listAppliances', pageSchema(applianceSchema), {
        query: { ...filter, limit: LIST_LIMIT, cursor: pageParam },
        signal,
      }),
    placeholderData: keepPreviousData,
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const applianceQuery = (id: string) =>
  queryOptions({
    queryKey: ['appliance', id],
    queryFn: ({ signal }) => callApi('getAppliance', applianceSchema, { params: { id }, signal }),
  });

export const effectiveQuery = (id: string) =>
  queryOptions({
    queryKey: ['effective', id],
    queryFn: ({ signal }) => callApi('getEffective', effectiveSchema, { params: { id }, signal }),
  });

export const registrationQuery = (id: string) =>
  queryOptions({
    queryKey: ['registration', id],
    queryFn: ({ signal }) => callApi('getRegistration', registrationSchema, { params: { id }, signal }),
  });

export const componentsQuery = (id: string) =>
  queryOptions({
    queryKey: ['components', id],
    queryFn: ({ signal }) =>
      callApi('listComponents', pageSchema(componentSchema), { params: { id }, query: { limit: LIST_LIMIT }, signal }),
  });

export const instancesQuery = (hostId: string) =>
  queryOptions({
    queryKey: ['instances', hostId],
    queryFn: ({ signal }) =>
      callApi('listInstances', pageSchema(applianceSchema), {
        params: { id: hostId },
        query: { limit: LIST_LIMIT },
        signal,
      }),
  });

export const hostKeysQuery = (id: string) =>
  queryOptions({
    queryKey: ['host-keys', id],
    queryFn: ({ signal }) => callApi('listHostKeys', pageSchema(hostKeySchema), { params: { id }, signal }),
  });

/** The last connection test, or null before the first: not tested is an answer here, not a failure. */
export const connectionTestQuery = (id: string) =>
  queryOptions({
    queryKey: ['connection-test', id],
    queryFn: async ({ signal }): Promise<ConnectionTest | null> => {
      try {
        return await callApi('getConnectionTest', connectionTestSchema, { params: { id }, signal });
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 404) return null;
        throw error;
      }
    },
  });

export const jumpHostsQuery = queryOptions({
  queryKey: ['jump-hosts'],
  queryFn: ({ signal }) =>
    callApi('listJumpHosts', pageSchema(jumpHostSchema), { query: { limit: LIST_LIMIT }, signal }),
});

export const hostCasQuery = queryOptions({
  queryKey: ['host-cas'],
  queryFn: ({ signal }) => callApi('listHostCas', pageSchema(hostCaSchema), { query: { limit: LIST_LIMIT }, signal }),
});

export const credentialsQuery = queryOptions({
  queryKey: ['credentials'],
  queryFn: ({ signal }) =>
    callApi('listCredentials', pageSchema(credentialSchema), { query: { limit: LIST_LIMIT }, signal }),
});

export const deliveriesQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', filter],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      callApi('listDeliveries', pageSchema(deliverySchema), {
        query: { ...filter, limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    placeholderData: keepPreviousData,
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const deliveryQuery = (id: string) =>
  queryOptions({
    queryKey: ['delivery', id],
    queryFn: ({ signal }) => callApi('getDelivery', deliverySchema, { params: { id }, signal }),
  });

export const transitionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['transitions', id],
    queryFn: ({ signal }) =>
      callApi('listDeliveryTransitions', pageSchema(deliveryTransitionSchema), {
        params: { id },
        query: { limit: LIST_LIMIT },
        signal,
      }),
  });

/** Polls while the operation runs: progress must not hang on the event stream. */
export const operationQuery = (id: string) =>
  queryOptions({
    queryKey: ['operation', id],
    queryFn: ({ signal }) => callApi('getOperation', operationSchema, { params: { id }, signal }),
    refetchInterval: (query) => (query.state.data?.state === 'running' ? 2000 : false),
  });
