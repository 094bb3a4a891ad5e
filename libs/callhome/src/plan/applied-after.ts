import type { EffectiveSettings } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import type { AppliedSettings, AppliedValue } from './applied-settings.js';
import { isDefaultOfBuild, judgeKey, wasRead } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import type { SettingChange } from './step.js';

/** The end of a target, as the applied record needs it. */
export interface AppliedEnd {
  /** What was asked for: the changes that were made, or that a rollback made. `to` null: the device default. */
  readonly asked: readonly Pick<SettingChange, 'key' | 'to'>[];
  /** The read-back. */
  readonly read: ObservedCallHome;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly rolloutId: string;
}

/**
 * Returns the applied record after a target has ended as applied, unchanged or rolled back. Keys that were not asked
 * for, or that the read-back does not show, keep what was on record.
 *
 * After a push, `asked` is `askedOf(...)`: settings that were right already count too, so that a later change by
 * somebody else is seen as drift. After a rollback it is `planRollback(...).changes`: the appliance is behind then, and
 * has not drifted.
 */
export function appliedAfter(was: AppliedSettings, { asked, read, at, rolloutId }: AppliedEnd): AppliedSettings {
  const recorded = asked
    .filter(({ key }) => wasRead(key, read))
    .map(({ key, to }): [PushedKey, AppliedValue] => [key, { wanted: to, read: read[key], at, rolloutId }]);
  return { ...was, ...Object.fromEntries(recorded) };
}

/**
 * Returns what a push asked an appliance for: the changes it made, and the settings that showed the wanted value without
 * one. A key that is not managed, not applicable, or left as it is, is not among them.
 */
export function askedOf(
  effective: EffectiveSettings,
  {
    changes,
    read,
  }: { readonly changes: readonly Pick<SettingChange, 'key' | 'to'>[]; readonly read: ObservedCallHome },
): readonly Pick<SettingChange, 'key' | 'to'>[] {
  const right = PUSHED_KEYS.filter((key) => {
    const { drift, wanted } = judgeKey(key, effective, { observed: read, applied: {} });
    return drift === 'in-sync' && !isDefaultOfBuild(key, wanted) && !changes.some((change) => change.key === key);
  });
  return [...changes.map(({ key, to }) => ({ key, to })), ...right.map((key) => ({ key, to: effective[key].value }))];
}
