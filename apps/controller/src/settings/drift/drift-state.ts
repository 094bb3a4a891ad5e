import {
  driftOf,
  withConflicts,
  worstDrift,
  type DriftByKey,
  type EffectiveSettings,
  type ObservedCallHome,
  type SettingDrift,
} from '../../../../../libs/callhome/src/index.js';
import type { Applied } from '../../../../../libs/persistence/src/index.js';

/** What the drift of one appliance is judged by. */
export interface DriftFacts {
  effective: EffectiveSettings;
  /** Null: never read. */
  observed: ObservedCallHome | null;
  /** Absent: nothing was ever pushed to it. */
  applied?: Applied | undefined;
}

/** How each pushed setting of an appliance stands; null: it was never read. */
export function driftByKey({ effective, observed, applied }: DriftFacts): DriftByKey | null {
  if (observed === null) return null;
  return withConflicts(driftOf(effective, observed, applied?.values), applied?.conflicts ?? []);
}

/**
 * The one word for how an appliance's settings stand. What agrees and would be lost at the next restart is `unsaved`;
 * what was never read is `unknown`.
 */
export function driftState(facts: DriftFacts): SettingDrift {
  const drift = driftByKey(facts);
  return drift === null ? 'unknown' : worstDrift(drift, facts.observed?.unsaved ?? null);
}
