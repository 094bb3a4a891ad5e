import { isSettable } from '../settings/check-layer.js';
import type { EffectiveSettings } from '../settings/layer.js';
import { LIMITS, PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey, Settings } from '../settings/setting.js';
import type { AppliedSettings } from './applied-settings.js';
import { judgeKey } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { isEndpoint } from './same-value.js';
import type { SettingChange, SettingsPlan, Step } from './step.js';
import { inWritingOrder, stepsFor } from './steps-for.js';

/** What narrows a plan, and what it is compared with. */
export interface PlanOptions {
  /** What was last applied to the appliance; absent: nothing was. */
  readonly applied?: AppliedSettings;
  /** The only settings to look at; absent: every one. */
  readonly keys?: readonly PushedKey[];
}

/**
 * Says what to do on one appliance so that it shows the effective settings, and what is left alone and why.
 *
 * Only settings that were read and that differ are written, whether the appliance is behind or was changed by somebody
 * else. A plan with steps ends in a save: with `when-clean` unless the appliance had unsaved changes already, which are
 * somebody else's. Planning again after the steps, with what they applied on record, finds nothing.
 */
export function planSettings(
  effective: EffectiveSettings,
  observed: ObservedCallHome,
  { applied = {}, keys = PUSHED_KEYS }: PlanOptions = {},
): SettingsPlan {
  const changes: SettingChange[] = [];
  const unknown: PushedKey[] = [];
  const lacking: PushedKey[] = [];
  for (const key of PUSHED_KEYS) {
    if (!keys.includes(key)) continue;
    const { drift, wanted, read } = judgeKey(key, effective, { observed, applied });
    if (drift === 'unknown') unknown.push(key);
    if (drift === 'not-applicable') lacking.push(key);
    if (drift !== 'drifted' && drift !== 'pending') continue;
    changes.push({ key, from: read, to: wanted, source: effective[key].source.scope });
  }
  const steps = changes.flatMap((change) => stepsFor(change, observed));
  const save = saveAfter(steps, effective.saveConfig.value ?? 'when-clean', observed.unsaved);
  return {
    changes,
    steps: [...inWritingOrder(steps), ...save.steps],
    removals: changes.filter(isRemoval).length,
    unknown,
    warnings: [
      ...unknown.map((key) => `${key} could not be read, so it is left alone`),
      ...lacking.flatMap((key) => lackWarning(key, effective, observed)),
      ...intervalWarning(changes),
      ...changes.filter(({ key, from }) => !isSettable(key, from)).map(({ key }) => noWayBack(key)),
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

/** True for a change that takes a value away and puts no other in its place. */
export function isRemoval({ from, to }: Pick<SettingChange, 'from' | 'to'>): boolean {
  return to === null || (to === 'none' && isEndpoint(from));
}

/** Only what a layer asks for is worth a warning; a build that lacks a setting nobody sets is no news. */
function lackWarning(key: PushedKey, effective: EffectiveSettings, observed: ObservedCallHome): string[] {
  const { value, source } = effective[key];
  if (value === null || source.scope === 'built-in') return [];
  return [`${key} is not known to release ${observed.release ?? 'unknown'}, so it is left alone`];
}

function noWayBack(key: PushedKey): string {
  return `${key} shows a value that no command can set again, so this change of it cannot be undone`;
}

function intervalWarning(changes: readonly SettingChange[]): string[] {
  const days = changes.find(({ key }) => key === 'heartbeatIntervalDays')?.to;
  if (days === null)
    return ['the interval goes back to the default of this build, which is known once it is read back'];
  if (typeof days !== 'number' || days >= LIMITS.heartbeatAdvisedMinDays) return [];
  return [
    `the vendor advises against heartbeats every ${days} days; ${LIMITS.heartbeatAdvisedMinDays} or more are advised`,
  ];
}
