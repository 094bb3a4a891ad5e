import type { EffectiveSettings } from '../settings/layer.js';
import { LIMITS, PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey, Settings } from '../settings/setting.js';
import { judgeKey } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { isEndpoint } from './same-value.js';
import type { SettingChange, SettingsPlan, Step } from './step.js';
import { inWritingOrder, stepsFor } from './steps-for.js';

/**
 * Says what to do on one appliance so that it shows the effective settings, and what is left alone and why.
 *
 * Only settings that were read and that differ are written. A plan with steps ends in a save: with `when-clean` unless
 * the appliance had unsaved changes already, which are somebody else's. Planning again after the steps finds nothing.
 */
export function planSettings(effective: EffectiveSettings, observed: ObservedCallHome): SettingsPlan {
  const judged = PUSHED_KEYS.map((key) => ({ key, ...judgeKey(key, effective, observed) }));
  const changes: SettingChange[] = judged
    .filter(({ drift }) => drift === 'drifted')
    .map(({ key, wanted, read }) => ({ key, from: read, to: wanted, source: effective[key].source.scope }));
  const unknown = judged.filter(({ drift }) => drift === 'unknown').map(({ key }) => key);
  const steps = changes.flatMap((change) => stepsFor(change, observed));
  const save = saveAfter(steps, effective.saveConfig.value ?? 'when-clean', observed.unsaved);
  return {
    changes,
    steps: inWritingOrder([...steps, ...save.steps]),
    removals: changes.filter(isRemoval).length,
    unknown,
    warnings: [
      ...unknown.map((key) => `${key} could not be read, so it is left alone`),
      ...judged.flatMap(({ key, drift }) => (drift === 'not-applicable' ? lackWarning(key, effective, observed) : [])),
      ...intervalWarning(changes),
      ...save.warnings,
    ],
  };
}

/** Returns the save that follows some steps, or the warning that takes its place; nothing after no steps. */
export function saveAfter(
  steps: readonly Step[],
  saveConfig: Settings['saveConfig'],
  unsaved: boolean | null,
): { readonly steps: readonly Step[]; readonly warnings: readonly string[] } {
  if (steps.length === 0) return { steps: [], warnings: [] };
  if (saveConfig === 'never') return { steps: [], warnings: [NOT_SAVED] };
  if (saveConfig === 'when-clean' && unsaved === true) return { steps: [], warnings: [SOMEBODY_ELSES_CHANGES] };
  return { steps: [{ kind: 'save' }], warnings: [] };
}

const NOT_SAVED = 'the change is not saved (saveConfig is never): the next restart undoes it';
const SOMEBODY_ELSES_CHANGES =
  "the appliance already has unsaved changes of somebody else's, so nothing is saved: the next restart undoes the change";

function isRemoval({ from, to }: SettingChange): boolean {
  return to === null || (to === 'none' && isEndpoint(from));
}

/** Only what a layer asks for is worth a warning; a build that lacks a setting nobody sets is no news. */
function lackWarning(key: PushedKey, effective: EffectiveSettings, observed: ObservedCallHome): string[] {
  const { value, source } = effective[key];
  if (value === null || source.scope === 'built-in') return [];
  return [`${key} is not known to release ${observed.release ?? 'unknown'}, so it is left alone`];
}

function intervalWarning(changes: readonly SettingChange[]): string[] {
  const days = changes.find(({ key }) => key === 'heartbeatIntervalDays')?.to;
  if (typeof days !== 'number' || days >= LIMITS.heartbeatAdvisedMinDays) return [];
  return [
    `the vendor advises against heartbeats every ${days} days; ${LIMITS.heartbeatAdvisedMinDays} or more are advised`,
  ];
}
