import { createHash } from 'node:crypto';
import {
  canonicalPlanText,
  planSettings,
  renderSteps,
  resolveSettings,
  undoSteps,
  type Layer,
} from '../../../../libs/callhome/src/index.js';
import { placeOf, type ApplianceFacts, type PlanTarget } from '../../../../libs/persistence/src/index.js';
import { hostKeyView } from '../inventory/host-key-view.js';

/** What one appliance's part of a plan is made from. `host` is null for what stands alone. */
export interface PlanningContext {
  facts: ApplianceFacts;
  host: ApplianceFacts | null;
  layers: readonly Layer[];
}

type Target = Omit<PlanTarget, 'planId'>;

/**
 * Says what would be done to one appliance so that it shows its effective settings, from its last reading. One that
 * must not be connected to is blocked; one that is only away at the moment is planned for like any other.
 */
export function planTarget({ facts, host, layers }: PlanningContext): Target {
  const { callHome } = facts.observation;
  const obstacle = obstacleOf(facts, host);
  if (obstacle !== null) return nothingFor(facts, 'blocked', obstacle);
  if (callHome === null) return nothingFor(facts, 'unknown', 'never-read');
  const effective = resolveSettings(layers);
  const plan = planSettings(effective, callHome);
  const saveConfig = effective.saveConfig.value ?? 'when-clean';
  const outcome = outcomeOf(plan.changes.length, plan.unknown.length);
  return {
    applianceId: facts.appliance.id,
    outcome,
    reason: outcome === 'unknown' ? 'settings-not-readable' : null,
    changes: plan.changes.map((change) => ({ ...change })),
    steps: [...plan.steps],
    commands: renderSteps(plan.steps),
    undo: renderSteps(undoSteps(plan.changes, callHome, saveConfig)),
    removals: plan.removals,
    warnings: [...plan.warnings],
    observedHash: createHash('sha256').update(canonicalPlanText(plan, callHome)).digest('hex'),
  };
}

function outcomeOf(changes: number, unknown: number): Target['outcome'] {
  if (changes > 0) return 'change';
  return unknown > 0 ? 'unknown' : 'same';
}

function obstacleOf(facts: ApplianceFacts, host: ApplianceFacts | null): string | null {
  const key = hostKeyView(facts.hostKeys);
  if (key.state === 'changed') return 'host-key-changed';
  if (key.state === 'pending') return 'host-key-untrusted';
  if (placeOf(facts, host).credentialId === null) return 'credential-missing';
  return facts.observation.credentialState === 'suspended' ? 'credential-suspended' : null;
}

function nothingFor(facts: ApplianceFacts, outcome: Target['outcome'], reason: string): Target {
  return {
    applianceId: facts.appliance.id,
    outcome,
    reason,
    changes: [],
    steps: [],
    commands: [],
    undo: [],
    removals: 0,
    warnings: [],
    observedHash: null,
  };
}
