import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useCallback, useMemo } from 'react';
import { PLAN_OUTCOMES, type Plan, type PlanTarget } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { toProblem } from '../api/api-problem.js';
import { useClock } from '../shell/clock.js';
import { Empty, Skeleton } from '../shell/panel.js';
import { ProblemNote } from '../shell/problem-note.js';
import { StateIcon } from '../states/state-icon.js';
import { CreateRollout } from './create-rollout.js';
import { OUTCOME_MARKS } from './outcome-marks.js';
import { PlanTargets } from './plan-targets.js';
import { ScopeName } from './scope-name.js';
import { createPlan, planQuery, planTargetsQuery } from './settings-queries.js';

const route = getRouteApi('/call-home');
const count = (value: number) => value.toLocaleString('en');

/** What would change on appliances, with the exact commands; nothing is sent before a rollout is made of it. */
export function PlanTab({ scope }: { scope: string }) {
  const { plan } = route.useSearch();
  const navigate = route.useNavigate();
  const client = useQueryClient();
  const { me } = useSession();
  const mayPlan = me.permissions.includes('operate') || me.permissions.includes('own');
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => createPlan({ scope }),
    onSuccess: (made) => {
      client.setQueryData(planQuery(made.id).queryKey, made);
      void navigate({ search: (old) => ({ ...old, plan: made.id, outcome: undefined }) });
    },
  });
  const button = (
    <button
      type="button"
      className={`btn ${plan === undefined ? 'pri' : ''}`}
      disabled={isPending}
      onClick={() => mutate()}
    >
      {isPending ? 'Comparing' : plan === undefined ? 'Preview plan' : 'Plan again'}
    </button>
  );
  return (
    <section className="tab-pad plan" aria-label="Plan">
      {error !== null && <ProblemNote problem={toProblem(error)} onRetry={() => mutate()} />}
      {plan === undefined ? (
        <Empty action={mayPlan ? button : <span className="t3 sm">Planning takes the operator role.</span>}>
          Compares every appliance under <ScopeName scope={scope} /> with what it should be. Nothing is sent.
        </Empty>
      ) : (
        <ShownPlan key={plan} id={plan} again={mayPlan && button} />
      )}
    </section>
  );
}

function ShownPlan({ id, again }: { id: string; again: React.ReactNode }) {
  const { outcome } = route.useSearch();
  const { data, error, refetch } = useQuery(planQuery(id));
  const targets = useInfiniteQuery(planTargetsQuery(id, outcome));
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = targets;
  const rows = useMemo<PlanTarget[]>(() => targets.data?.pages.flatMap(({ items }) => items) ?? [], [targets.data]);
  const loadMore = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, fetchNextPage]);
  if (data === undefined) {
    return error === null ? (
      <Skeleton rows={8} label="Reading the plan" />
    ) : (
      <ProblemNote problem={toProblem(error)} onRetry={() => void refetch()} />
    );
  }
  return (
    <>
      <PlanHead plan={data} again={again} />
      <Counts plan={data} />
      {data.summary.change > 0 && <CreateRollout key={data.id} plan={data} />}
      {targets.error !== null && (
        <ProblemNote problem={toProblem(targets.error)} onRetry={() => void targets.refetch()} />
      )}
      {targets.data === undefined ? (
        <Skeleton rows={6} label="Reading the targets" />
      ) : (
        <PlanTargets rows={rows} total={targets.data.pages.at(-1)?.page.approxTotal ?? 0} onNearEnd={loadMore} />
      )}
    </>
  );
}

function PlanHead({ plan, again }: { plan: Plan; again: React.ReactNode }) {
  const { exact, until } = useClock();
  const { selector, createdBy, createdAt, expiresAt, fresh, hash, keys } = plan;
  return (
    <>
      <div className="row wrap">
        <p className="t2 sm">
          {selector.scope === null ? `${selector.applianceIds ?? 0} appliances` : <ScopeName scope={selector.scope} />}
          {keys !== null && `, only ${keys.join(', ')}`}; plan <span className="mono">{hash.slice(0, 8)}</span>,{' '}
          {createdBy}, {exact(createdAt)}, valid {until(expiresAt)}
        </p>
        <span className="grow" />
        {again}
      </div>
      {!fresh && (
        <div className="alert s-warn">
          <StateIcon name="warn" />
          <span>
            <b>Out of date.</b> A setting or an appliance has changed since. Plan again before rolling it out.
          </span>
        </div>
      )}
    </>
  );
}

/** The counts, each a filter of the list; removals are always shown, also when there are none. */
function Counts({ plan: { summary } }: { plan: Plan }) {
  const { outcome } = route.useSearch();
  const navigate = route.useNavigate();
  return (
    <div className="plan-counts" role="group" aria-label="Targets by outcome">
      {PLAN_OUTCOMES.map((word) => (
        <button
          key={word}
          type="button"
          className={`count s-${OUTCOME_MARKS[word].tone}`}
          aria-pressed={outcome === word}
          onClick={() =>
            void navigate({
              replace: true,
              search: (old) => ({ ...old, outcome: old.outcome === word ? undefined : word }),
            })
          }
        >
          <span className="st">
            <StateIcon name={OUTCOME_MARKS[word].icon} />
            {OUTCOME_MARKS[word].word}
          </span>
          <b>{count(summary[word])}</b>
        </button>
      ))}
      <div className={`count ${summary.removals > 0 ? 's-warn' : 's-off'}`}>
        <span className="st">
          <StateIcon name="suppressed" />
          removals
        </span>
        <b>{count(summary.removals)}</b>
      </div>
    </div>
  );
}
