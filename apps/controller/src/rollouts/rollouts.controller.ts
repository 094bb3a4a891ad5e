import { Controller, Param } from '@nestjs/common';
import type { Rollout } from '../../../../libs/contract/src/index.js';
import { PersistenceError, RolloutStore, type Rollout as RolloutRow } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { PlanFreshness } from './plan-freshness.js';
import { rolloutTargetView, rolloutView } from './rollout-views.js';

@Controller()
export class RolloutsController {
  constructor(
    private readonly rollouts: RolloutStore,
    private readonly freshness: PlanFreshness,
  ) {}

  @Endpoint('createRollout')
  async create(@RequestBody() { planId }: BodyOf<'createRollout'>, @RequestCaller() caller: Caller): Promise<Rollout> {
    const plan = await this.rollouts.requirePlan(planId);
    const stale = await this.freshness.staleBecause(plan);
    if (stale !== null) {
      throw new ApiProblem('plan-stale', { detail: stale.map(({ detail }) => detail).join('; '), errors: stale });
    }
    const [view] = await this.views([await this.start(planId, caller.username)]);
    return found(view);
  }

  @Endpoint('listRollouts')
  async list(@RequestPage() page: PageRequest) {
    const [rows, total] = await Promise.all([this.rollouts.list(page.fetch, page.after), this.rollouts.count()]);
    return page.of(rows, { total, after: (row) => row.id, views: (shown) => this.views(shown) });
  }

  @Endpoint('getRollout')
  async get(@Param('id') id: string): Promise<Rollout> {
    const [view] = await this.views([found(await this.rollouts.get(id))]);
    return found(view);
  }

  @Endpoint('listRolloutTargets')
  async listTargets(@Param('id') id: string, @RequestPage() page: PageRequest) {
    found(await this.rollouts.get(id));
    const [rows, counts] = await Promise.all([
      this.rollouts.rolloutTargets(id, page.fetch, page.after),
      this.rollouts.countsOf([id]),
    ]);
    return page.of(rows, {
      total: counts.reduce((sum, { count }) => sum + count, 0),
      after: (row) => row.sortKey,
      views: (shown) => shown.map(rolloutTargetView),
    });
  }

  private async start(planId: string, author: string): Promise<RolloutRow> {
    try {
      return await this.rollouts.start(planId, author);
    } catch (cause) {
      if (!(cause instanceof PersistenceError) || cause.code !== 'DUPLICATE') throw cause;
      throw new ApiProblem(
        'illegal-transition',
        { detail: 'This plan was rolled out before.', allowed: [], help: 'Plan again to roll out again.' },
        { cause },
      );
    }
  }

  private async views(rows: readonly RolloutRow[]): Promise<Rollout[]> {
    const counts = await this.rollouts.countsOf(rows.map((row) => row.id));
    return rows.map((row) => rolloutView(row, counts));
  }
}
