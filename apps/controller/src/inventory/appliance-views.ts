import { Injectable } from '@nestjs/common';
import type { Appliance } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  AppliedStore,
  ConditionStore,
  SettingsLayerStore,
  type ApplianceFacts,
  type Condition,
} from '../../../../libs/persistence/src/index.js';
import { found } from '../api/found.js';
import { applianceView } from './appliance-view.js';
import { addressesOf, deploymentViews } from './deployment-views.js';

/** Composes appliances with their hosts, partners, layers and conditions, a whole page in a fixed number of queries. */
@Injectable()
export class ApplianceViews {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly conditions: ConditionStore,
    private readonly layers: SettingsLayerStore,
    private readonly applied: AppliedStore,
  ) {}

  async of(page: readonly ApplianceFacts[]): Promise<Appliance[]> {
    const ids = page.map(({ appliance }) => appliance.id);
    const known = new Map(page.map((facts) => [facts.appliance.id, facts]));
    const hostIds = [...new Set(page.flatMap(({ appliance }) => appliance.hostId ?? []))];
    const { own, related } = addressesOf(page);
    const [others, conditions, layersOf, applied, relatives] = await Promise.all([
      this.appliances.facts(hostIds.filter((id) => !known.has(id))),
      this.conditions.of(ids),
      this.layers.forAppliances(ids),
      this.applied.of(ids),
      own.length === 0 ? [] : this.appliances.relatives(own, related),
    ]);
    for (const host of others) known.set(host.appliance.id, host);
    const conditionsOf = byAppliance(conditions);
    const deploymentOf = deploymentViews(page, relatives);
    return page.map((facts) => {
      const { id, hostId } = facts.appliance;
      const host = hostId === null ? null : (known.get(hostId) ?? null);
      return applianceView({
        facts,
        host,
        layers: layersOf(id),
        applied: applied.get(id),
        conditions: conditionsOf.get(id) ?? [],
        deployment: deploymentOf(facts),
      });
    });
  }

  /** One appliance that is not retired. @throws {ApiProblem} not-found */
  async one(id: string): Promise<Appliance> {
    const facts = await this.appliances.facts([id]);
    const [view] = await this.of(facts.filter(({ appliance }) => appliance.retiredAt === null));
    return found(view);
  }
}

function byAppliance(conditions: readonly Condition[]): Map<string, Condition[]> {
  const grouped = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const mine = grouped.get(condition.applianceId);
    if (mine === undefined) grouped.set(condition.applianceId, [condition]);
    else mine.push(condition);
  }
  return grouped;
}
