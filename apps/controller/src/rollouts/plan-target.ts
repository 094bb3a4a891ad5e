import { createHash } from 'node:crypto';
import {
  canonicalPlanText,
  planSettings,
  renderSteps,
  undoSteps,
  type AppliedSettings,
  type EffectiveSettings,
  type ObservedCallHome,
  type PushedKey,
} from '../../../../libs/callhome/src/index.js';
import { CREDENTIAL_STATES, REACHABILITY_STATES } from '../../../../libs/fleet/src/index.js';
import {
  IDENTITY_CHANGED,
  placeOf,
  type ApplianceFacts,
  type PlanTarget,
} from '../../../../libs/persistence/src/index.js';
import { hostKeyView } from '../inventory/host-key-view.js';
import type { WritePlace } from './write-places.js';

/** What one appliance's part of a plan is made from. */
export interface PlanningContext {
  facts: ApplianceFacts;
  /** Null for what stands alone. */
  host: ApplianceFacts | null;
  effective: EffectiveSettings;
  applied: AppliedSettings;
  /** Where a change of it is written. */
  place: WritePlace;
  /** The settings to plan for; null: all. */
  keys: readonly PushedKey[] | null;
  /** Sentences that the one who looks at the plan has to know beside those of the settings. */
  warnings: readonly string[];
}

export type PlannedTarget = Omit<PlanTarget, 'planId'>;

/**
 * Says what would be done to one appliance so that it shows its effective settings, from its last reading. One that
 * must not be connected to is blocked; one that is only away at the moment is planned for like any other.
 */
export function planTarget(context: PlanningContext): PlannedTarget {
  const { facts, host, place } = context;
  const { callHome } = facts.observation;
  if (place.kind === 'elsewhere') return nothingFor(context, 'skipped', `written through ${place.name}`);
  const obstacle = obstacleOf(facts, host);
  if (obstacle !== null) return nothingFor(context, 'blocked', obstacle);
  if (callHome === null) return nothingFor(context, 'unknown', 'never-read');
  if (place.kind === 'nowhere') return nothingFor(context, 'blocked', place.reason);
  return changesOf(context, callHome);
}

function changesOf(context: PlanningContext, observed: ObservedCallHome): PlannedTarget {
  const { effective, applied, keys } = context;
  const plan = planSettings(effective, observed, { applied, ...(keys !== null && { keys }) });
  const saveConfig = effective.saveConfig.value ?? 'when-clean';
  const outcome = outcomeOf(plan.changes.length, plan.unknown.length);
  return {
    ...nothingFor(context, outcome, outcome === 'unknown' ? 'settings-not-readable' : null),
    changes: plan.changes.map((change) => ({ ...change })),
    steps: [...plan.steps],
    commands: renderSteps(plan.steps),
    undo: renderSteps(undoSteps(plan.changes, observed, saveConfig)),
    removals: plan.removals,
    warnings: [...context.warnings, ...plan.warnings],
    observed,
    observedHash: createHash('sha256').update(canonicalPlanText(plan, observed)).digest('hex'),
  };
}

function outcomeOf(changes: number, unknown: number): PlannedTarget['outcome'] {
  if (changes > 0) return 'change';
  return unknown > 0 ? 'unknown' : 'same';
}

function obstacleOf(facts: ApplianceFacts, host: ApplianceFacts | null): string | null {
  const { observation, hostKeys } = facts;
  if (observation.identityChangedAt !== null) return IDENTITY_CHANGED;
  const key = hostKeyView(hostKeys);
  if (key.state === 'changed') return 'host-key-changed';
  if (key.state === 'pending') return 'host-key-untrusted';
  if (key.state === 'revoked') return 'host-key-revoked';
  if (placeOf(facts, host).credentialId === null) return 'credential-missing';
  const { credentialState, reachability } = observation;
  if (!CREDENTIAL_STATES[credentialState].permitsWork) return `credential-${credentialState}`;
  return REACHABILITY_STATES[reachability].permitsWork ? null : reachability;
}

function nothingFor(
  { facts, warnings }: PlanningContext,
  outcome: PlannedTarget['outcome'],
  reason: string | null,
): PlannedTarget {
  return {
    applianceId: facts.appliance.id,
    hostId: facts.appliance.hostId,
    outcome,
    reason,
    changes: [],
    steps: [],
    commands: [],
    undo: [],
    removals: 0,
    warnings: [...warnings],
    observed: null,
    observedHash: null,
  };
}
