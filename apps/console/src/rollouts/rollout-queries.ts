import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import {
  pageSchema,
  rolloutCauseSchema,
  rolloutSchema,
  rolloutTargetSchema,
  rolloutTransitionSchema,
  type Rollout,
} from '../../../../libs/contract/src/index.js';
import { callApi } from '../api/call-api.js';
import { ROLLOUT_TABS, type RolloutState, type RolloutTab } from '../states/rollout-marks.js';

const PAGE_LIMIT = 200;
const LIST_LIMIT = 500;
const COUNT_EVERY_MS = 10_000;

/** Where each list of states goes on; null: it is complete. */
type Cursors = Partial<Record<RolloutState | 'any', string | null>>;
const FROM_THE_START: Cursors = {};
type RolloutFilter = { word: keyof Cursors; state: RolloutState | undefined };

const filtersOf = (tab: RolloutTab): RolloutFilter[] =>
  tab === 'all'
    ? [{ word: 'any', state: undefined }]
    : ROLLOUT_TABS[tab].states.map((state) => ({ word: state, state }));

/** The rollouts of one list. The API lists one state at a time, so a list of several is read side by side. */
export const rolloutsQuery = (tab: RolloutTab) =>
  infiniteQueryOptions({
    queryKey: ['rollouts', tab],
    initialPageParam: FROM_THE_START,
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }) => {
      const open = filtersOf(tab).filter(({ word }) => pageParam[word] !== null);
      const pages = await Promise.all(
        open.map(async ({ word, state }) => {
          const query = { state, limit: PAGE_LIMIT, cursor: pageParam[word] ?? undefined };
          return { word, ...(await callApi('listRollouts', pageSchema(rolloutSchema), { query, signal })) };
        }),
      );
      return pages.map(({ word, items, page }) => ({ word, items, next: page.next, total: page.approxTotal }));
    },
    getNextPageParam: (last, all) => {
      const cursors: Cursors = Object.fromEntries(all.flat().map(({ word, next }) => [word, next]));
      return last.some(({ next }) => next !== null) ? cursors : undefined;
    },
  });

/** How many rollouts a list holds. Read at its own pace: a busy rollout would ask for it with every target. */
export const rolloutCountQuery = (tab: RolloutTab) =>
  queryOptions({
    queryKey: ['rollout-count', tab],
    refetchInterval: COUNT_EVERY_MS,
    queryFn: async ({ signal }) => {
      const counts = await Promise.all(
        filtersOf(tab).map(({ state }) =>
          callApi('listRollouts', pageSchema(rolloutSchema), { query: { state, limit: 1 }, signal }),
        ),
      );
      return counts.reduce((sum, { page }) => sum + page.approxTotal, 0);
    },
  });

export const rolloutQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollout', id],
    queryFn: ({ signal }) => callApi('getRollout', rolloutSchema, { params: { id }, signal }),
  });

export const rolloutTargetsQuery = (id: string, filter: { wave: number | undefined; state: string | undefined }) =>
  infiniteQueryOptions({
    queryKey: ['rollout-targets', id, filter],
    initialPageParam: undefined as string | undefined,
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam, signal }) =>
      callApi('listRolloutTargets', pageSchema(rolloutTargetSchema), {
        params: { id },
        query: { ...filter, limit: PAGE_LIMIT, cursor: pageParam },
        signal,
      }),
    getNextPageParam: (last) => last.page.next ?? undefined,
  });

export const rolloutCausesQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollout-causes', id],
    queryFn: ({ signal }) =>
      callApi('listRolloutCauses', pageSchema(rolloutCauseSchema), {
        params: { id },
        query: { limit: LIST_LIMIT },
        signal,
      }),
  });

export const rolloutTransitionsQuery = (id: string) =>
  queryOptions({
    queryKey: ['rollout-transitions', id],
    queryFn: ({ signal }) =>
      callApi('listRolloutTransitions', pageSchema(rolloutTransitionSchema), {
        params: { id },
        query: { limit: LIST_LIMIT },
        signal,
      }),
  });

/** What people do with a rollout, in the words of its `actions`, and the route of each. */
const ACTION_ROUTES = {
  plan: 'replanRollout',
  submit: 'submitRollout',
  approve: 'approveRollout',
  reject: 'rejectRollout',
  'break-glass': 'breakGlassRollout',
  pause: 'pauseRollout',
  resume: 'resumeRollout',
  'next-wave': 'nextWaveRollout',
  'retry-failed': 'retryRollout',
  abort: 'abortRollout',
  rollback: 'rollBackRollout',
  cancel: 'cancelRollout',
} as const;
export type RolloutAction = keyof typeof ACTION_ROUTES;
/** An action that a newer controller knows and this console does not is left out. */
export const isRolloutAction = (word: string): word is RolloutAction => Object.hasOwn(ACTION_ROUTES, word);

export interface ActionWish {
  action: RolloutAction;
  /** A comment, or the reason of a break-glass start. */
  words: string;
  /** Of a rollback: which targets; absent: all that got the change. */
  targets?: { states?: readonly string[]; applianceIds?: readonly string[] };
}

export function actOnRollout(id: string, { action, words, targets = {} }: ActionWish): Promise<Rollout> {
  const text = words.trim();
  const said = action === 'break-glass' ? { reason: text } : text === '' ? {} : { comment: text };
  const body = action === 'plan' ? undefined : { ...said, ...targets };
  return callApi(ACTION_ROUTES[action], rolloutSchema, { params: { id }, body });
}

/** Everything that shows a rollout or what it changes. */
export const ROLLOUT_READS = [
  'rollouts',
  'rollout-count',
  'rollout',
  'rollout-targets',
  'rollout-causes',
  'rollout-transitions',
];
