import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import { conditionSchema, pageSchema, ROUTES, type Condition } from '../../../../libs/contract/src/index.js';
import { callApi } from '../api/call-api.js';
import type { RequestAction } from '../states/monitoring-marks.js';

const PAGE_LIMIT = 200;
const LIST_LIMIT = 500;
/** Pages of conditions that are looked through for those of one incident. */
const LOOKED_THROUGH_MAX = 20;

const incidentSchema = ROUTES.getIncident.answer;
const serviceRequestSchema = ROUTES.openServiceRequest.answer;
const quietPeriodSchema = ROUTES.createQuietPeriod.answer;
const requestState = serviceRequestSchema.shape.state;
const transitionSchema = z.object({
  seq: z.number().int(),
  fromState: requestState.nullable(),
  toState: requestState,
  event: z.string(),
  actor: z.string(),
  at: z.string(),
  reason: z.string().nullable(),
});

type Filter = Record<string, string | undefined>;
const START = undefined as string | undefined;

export const incidentsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['incidents', filter],
    initialPageParam: START,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listIncidents', pageSchema(incidentSchema), {
        query: { ...filter, limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const incidentQuery = (id: string) =>
  queryOptions({
    queryKey: ['incident', id],
    queryFn: ({ signal }) => callApi('getIncident', incidentSchema, { params: { id }, signal }),
  });

/** `state`: states parted by commas, as the API takes them; undefined: every state. */
export const conditionsQuery = (state: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['conditions', state],
    initialPageParam: START,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listConditions', pageSchema(conditionSchema), {
        query: { state, limit: LIST_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const applianceConditionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['appliance-conditions', id],
    queryFn: ({ signal }) =>
      callApi('listApplianceConditions', pageSchema(conditionSchema), {
        params: { id },
        query: { limit: LIST_LIMIT },
        signal,
      }),
  });

/**
 * The conditions with these ids. The API lists conditions with the active ones first, so those of an open incident are
 * found at once; what is not among the first ten thousand is left out.
 */
export const conditionsByIdQuery = (ids: readonly string[]) =>
  queryOptions({
    queryKey: ['conditions-by-id', ids],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }): Promise<Condition[]> => {
      const wanted = new Set(ids);
      const found: Condition[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < LOOKED_THROUGH_MAX && found.length < wanted.size; page += 1) {
        const query = { limit: LIST_LIMIT, cursor };
        const answer = await callApi('listConditions', pageSchema(conditionSchema), { query, signal });
        found.push(...answer.items.filter(({ id }) => wanted.has(id)));
        if (answer.page.next === null) break;
        cursor = answer.page.next;
      }
      return found;
    },
  });

export const requestsQuery = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ['service-requests', filter],
    initialPageParam: START,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listServiceRequests', pageSchema(serviceRequestSchema), {
        query: { ...filter, limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const incidentRequestsQuery = (incidentId: string) =>
  queryOptions({
    queryKey: ['service-requests', 'of', incidentId],
    queryFn: ({ signal }) =>
      callApi('listServiceRequests', pageSchema(serviceRequestSchema), {
        query: { incidentId, limit: LIST_LIMIT },
        signal,
      }),
  });

/** How many incidents are open, and how many service requests wait for a person. */
export const waitingCountsQuery = queryOptions({
  queryKey: ['incidents', 'counts'],
  queryFn: async ({ signal }) => {
    const [open, review] = await Promise.all([
      callApi('listIncidents', pageSchema(incidentSchema), { query: { state: 'open', limit: 1 }, signal }),
      callApi('listServiceRequests', pageSchema(serviceRequestSchema), {
        query: { state: 'needs-review', limit: 1 },
        signal,
      }),
    ]);
    return { openIncidents: open.page.approxTotal, needReview: review.page.approxTotal };
  },
});

export const requestTransitionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['service-request-transitions', id],
    queryFn: ({ signal }) =>
      callApi('listServiceRequestTransitions', pageSchema(transitionSchema), {
        params: { id },
        query: { limit: LIST_LIMIT },
        signal,
      }),
  });

/** `all`: those that have ended too. */
export const quietPeriodsQuery = (all: boolean) =>
  infiniteQueryOptions({
    queryKey: ['quiet-periods', all],
    initialPageParam: START,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listQuietPeriods', pageSchema(quietPeriodSchema), {
        query: { open: all ? 'false' : 'true', limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const acknowledgeCondition = (id: string, note: string) =>
  callApi('acknowledgeCondition', conditionSchema, { params: { id }, body: { note } });
export const silenceCondition = (id: string, body: { until: string; reason: string }) =>
  callApi('silenceCondition', quietPeriodSchema, { params: { id }, body });

/** `from` absent: it begins now. */
export interface NewQuietPeriod {
  kind: 'maintenance' | 'silence';
  scope: string;
  from?: string;
  until: string;
  reason: string;
}
export const createQuietPeriod = (body: NewQuietPeriod) => callApi('createQuietPeriod', quietPeriodSchema, { body });
export const endQuietPeriod = (id: string) => callApi('endQuietPeriod', quietPeriodSchema, { params: { id } });

const REQUEST_ROUTES = {
  open: 'openServiceRequest',
  decline: 'declineServiceRequest',
  close: 'closeServiceRequest',
  number: 'numberServiceRequest',
} as const satisfies Record<RequestAction, string>;

/** `words`: the number that support gave, or the reason of every other action. */
export function actOnRequest(id: string, action: RequestAction, words: string) {
  const body = action === 'number' ? { number: words } : { reason: words };
  return callApi(REQUEST_ROUTES[action], serviceRequestSchema, { params: { id }, body });
}

/** Everything that shows conditions, or what came of them. */
export const HEALTH_READS = [
  'incidents',
  'incident',
  'conditions',
  'conditions-by-id',
  'appliance-conditions',
  'service-requests',
  'service-request-transitions',
  'quiet-periods',
];
