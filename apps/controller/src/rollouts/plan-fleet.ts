import { createHash } from 'node:crypto';
import {
  newId,
  type ApplianceFacts,
  type ApplianceStore,
  type Plan,
  type PlanSummary,
  type PlanTarget,
  type SettingsLayerStore,
} from '../../../../libs/persistence/src/index.js';
import { planTarget } from './plan-target.js';

const BATCH = 500;
const VALID_MS = 24 * 3_600_000;

/** Which appliances to plan for (null: all that settings can be pushed to), for whom, and when. */
export interface PlanOrder {
  applianceIds: readonly string[] | null;
  by: string;
  now: Date;
}

/**
 * Plans for a whole fleet, a batch at a time: what would change on each appliance, frozen together with the layer
 * revisions it was made from. Appliances that take no settings (hosts, retired or gone ones) are left out. Nothing is
 * stored and nothing is sent.
 */
export async function planFleet(
  stores: { appliances: ApplianceStore; layers: SettingsLayerStore },
  order: PlanOrder,
): Promise<{ plan: Plan; targets: PlanTarget[] }> {
  const planId = newId('pln');
  const ids = await stores.appliances.configurableIds(order.applianceIds);
  const inputs: Record<string, number> = {};
  const targets: PlanTarget[] = [];
  const hosts = new Map<string, ApplianceFacts>();
  for (let from = 0; from < ids.length; from += BATCH) {
    const batch = ids.slice(from, from + BATCH);
    const [page, layersOf] = await Promise.all([stores.appliances.facts(batch), stores.layers.forAppliances(batch)]);
    await addHosts(stores.appliances, page, hosts);
    for (const facts of page) {
      const layers = layersOf(facts.appliance.id);
      for (const { scope, revision } of layers) inputs[scope] = revision;
      const host = hosts.get(facts.appliance.hostId ?? '') ?? null;
      targets.push({ planId, ...planTarget({ facts, host, layers }) });
    }
  }
  const plan: Plan = {
    id: planId,
    hash: hashOf(targets),
    inputs,
    summary: summaryOf(targets),
    createdBy: order.by,
    createdAt: order.now,
    expiresAt: new Date(order.now.getTime() + VALID_MS),
  };
  return { plan, targets };
}

async function addHosts(
  appliances: ApplianceStore,
  page: readonly ApplianceFacts[],
  hosts: Map<string, ApplianceFacts>,
): Promise<void> {
  const wanted = page.flatMap(({ appliance }) => appliance.hostId ?? []).filter((id) => !hosts.has(id));
  for (const host of await appliances.facts([...new Set(wanted)])) hosts.set(host.appliance.id, host);
}

function summaryOf(targets: readonly PlanTarget[]): PlanSummary {
  const count = (outcome: PlanTarget['outcome']) => targets.filter((target) => target.outcome === outcome).length;
  return {
    targets: targets.length,
    change: count('change'),
    same: count('same'),
    blocked: count('blocked'),
    unknown: count('unknown'),
    removals: targets.reduce((sum, target) => sum + target.removals, 0),
  };
}

// Two plans with one hash would do the same to the same readings.
function hashOf(targets: readonly PlanTarget[]): string {
  const hash = createHash('sha256');
  for (const { applianceId, outcome, observedHash, commands } of targets) {
    hash.update(`${JSON.stringify([applianceId, outcome, observedHash, commands])}\n`);
  }
  return hash.digest('hex');
}
