import type { EffectiveSettings } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import { judgeKey } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import type { DeviceValue } from './step.js';

/** A setting that the appliance does not show as asked for. `read` null: nothing set, or not readable. */
export interface Unverified {
  readonly key: PushedKey;
  readonly wanted: DeviceValue;
  readonly read: DeviceValue;
}

/**
 * Compares a fresh reading with the effective settings; empty means verified by read-back. What a layer asks for and
 * cannot be read is not verified. `keys` narrows it to the settings that a plan changed.
 */
export function verifyApplied(
  effective: EffectiveSettings,
  observedAfter: ObservedCallHome,
  keys: readonly PushedKey[] = PUSHED_KEYS,
): readonly Unverified[] {
  return keys.flatMap((key) => {
    const { drift, wanted, read } = judgeKey(key, effective, observedAfter);
    return drift === 'drifted' || drift === 'unknown' ? [{ key, wanted, read }] : [];
  });
}
