import { Controller, Param } from '@nestjs/common';
import type { Plan } from '../../../../libs/contract/src/index.js';
import { ApplianceStore, RolloutStore, SettingsLayerStore } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf } from '../api/endpoint.js';
import { RequestBody, RequestCaller, RequestPage } from '../api/input.js';
import type { PageRequest } from '../api/page-request.js';
import { planFleet } from './plan-fleet.js';
import { PlanFreshness } from './plan-freshness.js';
import { planTargetView, planView } from './rollout-views.js';

@Controller()
export class PlansController {
  constructor(
    private readonly rollouts: RolloutStore,
    private readonly appliances: ApplianceStore,
    private readonly layers: SettingsLayerStore,
    private readonly freshness: PlanFreshness,
  ) {}

  @Endpoint('createPlan')
  async create(@RequestBody() body: BodyOf<'createPlan'>, @RequestCaller() caller: Caller): Promise<Plan> {
    const applianceIds = selectorOf(body);
    const order = { applianceIds, by: caller.username, now: new Date() };
    const { plan, targets } = await planFleet({ appliances: this.appliances, layers: this.layers }, order);
    await this.rollouts.addPlan(plan, targets);
    return planView(plan, true);
  }

  @Endpoint('getPlan')
  async get(@Param('id') id: string): Promise<Plan> {
    const plan = await this.rollouts.requirePlan(id);
    return planView(plan, (await this.freshness.staleBecause(plan)) === null);
  }

  @Endpoint('listPlanTargets')
  async listTargets(@Param('id') id: string, @RequestPage() page: PageRequest) {
    const plan = await this.rollouts.requirePlan(id);
    const rows = await this.rollouts.planTargets(id, page.fetch, page.after);
    return page.of(rows, {
      total: plan.summary.targets,
      after: (row) => row.sortKey,
      views: (shown) => shown.map(planTargetView),
    });
  }
}

// An empty selector matches nothing: it must never come to mean everything.
function selectorOf({ scope, applianceIds }: BodyOf<'createPlan'>): readonly string[] | null {
  if (applianceIds !== undefined && applianceIds.length > 0 && scope === undefined) return applianceIds;
  if (scope === 'fleet' && applianceIds === undefined) return null;
  throw new ApiProblem('empty-selector', {
    detail: 'Send either {"scope":"fleet"}, or {"applianceIds":[...]} with at least one id.',
  });
}
