import type { EffectiveSettings } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import { isDefaultOfBuild, judgeKey } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import type { SettingDrift } from './setting-drift.js';
import type { DeviceValue } from './step.js';

/** A setting that the appliance does not show as asked for. `read` null: nothing set, or not readable. */
export interface Unverified {
  readonly key: PushedKey;
  readonly wanted: DeviceValue;
  readonly read: DeviceValue;
}

/**
 * Compares a fresh reading with the effective settings; empty means verified by read-back. What a layer asks for and
 * cannot be read is not verified. Where the default of the build is asked for, anything readable counts: nobody can know
 * it beforehand. `keys` narrows it to the settings that a plan changed.
 */
export function verifyApplied(
  effective: EffectiveSettings,
  observedAfter: ObservedCallHome,
  keys: readonly PushedKey[] = PUSHED_KEYS,
): readonly Unverified[] {
  return keys.flatMap((key) => {
    const { drift, wanted, read } = judgeKey(key, effective, { observed: observedAfter, applied: {} });
    const unverified = isDefaultOfBuild(key, wanted) ? UNREAD : NOT_AS_ASKED;
    return unverified.includes(drift) ? [{ key, wanted, read }] : [];
  });
}

const UNREAD: readonly SettingDrift[] = ['unknown'];
const NOT_AS_ASKED: readonly SettingDrift[] = ['drifted', 'pending', 'unknown'];
