import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  inventoryChangeSchema,
  pageSchema,
  rawAnswerSchema,
  rawAnswerTextSchema,
} from '../../../../libs/contract/src/index.js';
import { callApi } from '../api/call-api.js';

const PAGE_LIMIT = 50;
const LIST_LIMIT = 500;

// The keys begin as those of the appliance do: what makes it stale makes these stale.
export const historyQuery = (id: string, withInstances: boolean) =>
  infiniteQueryOptions({
    queryKey: ['appliance', id, 'history', withInstances],
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      callApi('listApplianceHistory', pageSchema(inventoryChangeSchema), {
        params: { id },
        query: { instances: String(withInstances), limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const rawAnswersQuery = (id: string) =>
  queryOptions({
    queryKey: ['appliance', id, 'raw-answers'],
    queryFn: ({ signal }) =>
      callApi('listRawAnswers', pageSchema(rawAnswerSchema), { params: { id }, query: { limit: LIST_LIMIT }, signal }),
  });

export const rawAnswerQuery = (id: string, command: string) =>
  queryOptions({
    queryKey: ['appliance', id, 'raw-answers', command],
    queryFn: ({ signal }) => callApi('getRawAnswer', rawAnswerTextSchema, { params: { id, command }, signal }),
  });

export const confirmRemoval = (id: string, component: string) =>
  callApi('confirmComponentRemoval', z.undefined(), { params: { id, component } });
