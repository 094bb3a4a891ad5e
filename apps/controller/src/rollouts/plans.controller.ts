import { Controller, Param } from '@nestjs/common';
import type { Plan } from '../../../../libs/contract/src/index.js';
import { RolloutStore } from '../../../../libs/persistence/src/index.js';
import type { Caller } from '../access/caller.js';
import { requireAppliance, requireScope } from '../access/owner-scope.js';
import { ApiProblem } from '../api/api-problem.js';
import { Endpoint, type BodyOf, type QueryOf } from '../api/endpoint.js';
import { RequestBody, RequestCaller } from '../api/input.js';
import { Scopes } from '../settings/scopes.js';
import { RequestListing, type Listing } from './listing.js';
import type { PlanSelector } from './plan-order.js';
import { planTargetView } from './plan-views.js';
import { Planning } from './planning.js';
import { requireOwnPlan } from './require-own-plan.js';

@Controller()
export class PlansController {
  constructor(
    private readonly planning: Planning,
    private readonly rollouts: RolloutStore,
    private readonly scopes: Scopes,
  ) {}

  @Endpoint('createPlan')
  async create(@RequestBody() body: BodyOf<'createPlan'>, @RequestCaller() caller: Caller): Promise<Plan> {
    const selector = selectorOf(body);
    if ('scope' in selector) {
      requireScope(caller, selector.scope);
      await this.scopes.require(selector.scope);
    } else {
      for (const id of selector.applianceIds) requireAppliance(caller, id);
    }
    const among = caller.scope === null ? null : new Set(caller.scope.applianceIds);
    const plan = await this.planning.plan({ selector, keys: body.keys ?? null, by: caller.username, among });
    return this.planning.view(plan);
  }

  @Endpoint('getPlan')
  async get(@Param('id') id: string, @RequestCaller() caller: Caller): Promise<Plan> {
    const plan = await this.rollouts.requirePlan(id);
    requireOwnPlan(caller, plan);
    return this.planning.view(plan);
  }

  @Endpoint('listPlanTargets')
  async listTargets(
    @Param('id') id: string,
    @RequestListing() { page, query, caller }: Listing<QueryOf<'listPlanTargets'>>,
  ) {
    const { outcome } = query;
    const plan = await this.rollouts.requirePlan(id);
    requireOwnPlan(caller, plan);
    const rows = await this.rollouts.planTargets(id, { limit: page.fetch, after: page.after }, outcome ?? null);
    return page.of(rows, {
      total: outcome === undefined ? plan.summary.targets : plan.summary[outcome],
      after: (row) => row.sortKey,
      views: (shown) => shown.map(planTargetView),
    });
  }
}

// An empty selector matches nothing: it must never come to mean everything.
function selectorOf({ scope, applianceIds }: BodyOf<'createPlan'>): PlanSelector {
  if (applianceIds !== undefined && applianceIds.length > 0 && scope === undefined) return { applianceIds };
  if (scope !== undefined && applianceIds === undefined) return { scope };
  throw new ApiProblem('empty-selector', {
    detail: 'Send either a scope, such as {"scope":"fleet"}, or {"applianceIds":[...]} with at least one id.',
  });
}
