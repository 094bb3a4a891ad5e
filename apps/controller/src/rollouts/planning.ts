import { Injectable } from '@nestjs/common';
import type { Plan } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  AppliedStore,
  Database,
  newId,
  PlaceStore,
  PolicyStore,
  RolloutStore,
  SettingsLayerStore,
  type Plan as PlanRow,
  type PlanSummary,
} from '../../../../libs/persistence/src/index.js';
import { planFleet, type PlanSources } from './plan-fleet.js';
import { PlanFreshness } from './plan-freshness.js';
import type { PlanOrder } from './plan-order.js';
import { PlanTally } from './plan-tally.js';
import { planView } from './plan-views.js';

const VALID_MS = 24 * 3_600_000;

/** Makes plans: what would change, on which appliance, by which commands. */
@Injectable()
export class Planning {
  private readonly sources: PlanSources;

  constructor(
    appliances: ApplianceStore,
    places: PlaceStore,
    layers: SettingsLayerStore,
    applied: AppliedStore,
    private readonly rollouts: RolloutStore,
    private readonly policies: PolicyStore,
    private readonly freshness: PlanFreshness,
    private readonly database: Database,
  ) {
    this.sources = { appliances, places, layers, applied };
  }

  /**
   * Makes a plan and stores it, whole or not at all; good for a day. Targets are written a batch at a time, so that a
   * plan for the whole fleet is never held in memory.
   */
  plan(order: PlanOrder): Promise<PlanRow> {
    return this.database.together(async () => {
      const tally = new PlanTally();
      const plan = blankPlan(order);
      await this.rollouts.addPlan(plan, []);
      for await (const batch of planFleet(this.sources, order, tally)) {
        await this.rollouts.addPlanTargets(batch.map((target) => ({ planId: plan.id, ...target })));
      }
      const { summary, inputs, facts: approval } = tally;
      const sealed = { ...plan, summary, inputs, approval, hash: tally.seal() };
      await this.rollouts.sealPlan(sealed);
      return sealed;
    });
  }

  /** What a plan of this order would say, in figures. Nothing is stored. */
  async effectOf(order: PlanOrder): Promise<PlanSummary> {
    const tally = new PlanTally();
    const batches = planFleet(this.sources, order, tally);
    while ((await batches.next()).done !== true);
    return tally.summary;
  }

  /** A plan as the API shows it: whether it still holds, who has to approve it, and how it would be rolled out. */
  async view(plan: PlanRow): Promise<Plan> {
    const stale = await this.freshness.staleBecause(plan);
    return planView(plan, stale === null, await this.policies.get());
  }
}

function blankPlan({ selector, keys, by }: PlanOrder): PlanRow {
  const createdAt = new Date();
  const { summary, inputs, facts } = new PlanTally();
  return {
    id: newId('pln'),
    hash: '',
    inputs,
    summary,
    selector:
      'scope' in selector
        ? { scope: selector.scope, applianceIds: null }
        : { scope: null, applianceIds: [...selector.applianceIds] },
    keys: keys === null ? null : [...keys],
    approval: facts,
    createdBy: by,
    createdAt,
    expiresAt: new Date(createdAt.getTime() + VALID_MS),
  };
}
