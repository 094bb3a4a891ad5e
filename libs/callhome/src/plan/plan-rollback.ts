import { isSettable } from '../settings/check-layer.js';
import type { PushedKey, Settings } from '../settings/setting.js';
import type { AppliedSettings } from './applied-settings.js';
import { shownFor, wasRead } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { isRemoval, saveAfter } from './plan-settings.js';
import { sameValue } from './same-value.js';
import type { DeviceValue, SettingChange, Step } from './step.js';
import { inWritingOrder, stepsFor } from './steps-for.js';

/** Why a rollback leaves a key alone. Codes are public. */
export const ROLLBACK_CONFLICTS = {
  'changed-since': 'somebody has changed it since the rollout',
  'not-readable': 'it cannot be read now, so nobody knows whether it is still as the rollout left it',
  'cannot-tell': 'the default of the build was asked for and what it showed then is not on record',
  'cannot-be-written': 'no command can set the value that was there before',
} as const satisfies Record<string, string>;
export type RollbackConflictCode = keyof typeof ROLLBACK_CONFLICTS;

/** One setting that a rollback leaves as it is. */
export interface RollbackConflict {
  readonly key: PushedKey;
  readonly because: RollbackConflictCode;
  /** What the rollout asked for; null: the device default. */
  readonly applied: DeviceValue;
  /** What is there now; null: nothing set, or not readable. */
  readonly shows: DeviceValue;
  /** What was there before the rollout. */
  readonly before: DeviceValue;
}

/** What gives one appliance back what a rollout changed on it. Nothing to do: `steps` is empty. */
export interface RollbackPlan {
  /** The settings that are given back: from what is shown now to what was there. */
  readonly changes: readonly SettingChange[];
  readonly steps: readonly Step[];
  /** How many of the changes take a value away. */
  readonly removals: number;
  readonly conflicts: readonly RollbackConflict[];
  /** The settings that show the old value already. */
  readonly alreadyBack: readonly PushedKey[];
  readonly warnings: readonly string[];
}

/** What a rollback of one appliance is made from. */
export interface RollbackFacts {
  /** The changes that the rollout made, all or some of a plan's. */
  readonly changes: readonly SettingChange[];
  /** The reading right before the first of them. */
  readonly before: ObservedCallHome;
  /** A fresh reading. */
  readonly shows: ObservedCallHome;
  readonly saveConfig: Settings['saveConfig'];
  /** The applied record; needed only to recognise a default of the build that the rollout asked for. */
  readonly applied?: AppliedSettings;
}

/**
 * Says how to give an appliance back what a rollout changed, without touching what others have changed since: set where
 * something was set, cleared where nothing was. Every other setting stays as it is.
 *
 * It saves as a plan does. With `when-clean` it does not where the appliance has unsaved changes now: they may be
 * somebody else's.
 */
export function planRollback({ changes, before, shows, saveConfig, applied = {} }: RollbackFacts): RollbackPlan {
  const back: SettingChange[] = [];
  const conflicts: RollbackConflict[] = [];
  const alreadyBack: PushedKey[] = [];
  for (const change of changes) {
    const { key, to, source } = change;
    const verdict = verdictOn(change, { before, shows, applied });
    if (verdict === 'give-back') back.push({ key, from: shows[key], to: before[key], source });
    else if (verdict === 'already-back') alreadyBack.push(key);
    else conflicts.push({ key, because: verdict, applied: to, shows: shows[key], before: before[key] });
  }
  const steps = back.flatMap((change) => stepsFor(change, shows));
  const save = saveAfter(steps, saveConfig, shows.unsaved);
  return {
    changes: back,
    steps: inWritingOrder([...steps, ...save.steps]),
    removals: back.filter(isRemoval).length,
    conflicts,
    alreadyBack,
    warnings: [
      ...conflicts.map(({ key, because }) => `${key} is left alone: ${ROLLBACK_CONFLICTS[because]}`),
      ...save.warnings,
    ],
  };
}

type Verdict = 'give-back' | 'already-back' | RollbackConflictCode;

function verdictOn(
  { key, to }: SettingChange,
  { before, shows, applied }: Pick<RollbackFacts, 'before' | 'shows'> & { applied: AppliedSettings },
): Verdict {
  if (!wasRead(key, shows)) return 'not-readable';
  if (sameValue(shows[key], before[key])) return 'already-back';
  const last = applied[key];
  const left = shownFor(key, to) ?? (last?.wanted === null ? last.read : undefined);
  if (left === undefined) return 'cannot-tell';
  if (!sameValue(shows[key], left)) return 'changed-since';
  return wasRead(key, before) && isSettable(key, before[key]) ? 'give-back' : 'cannot-be-written';
}
