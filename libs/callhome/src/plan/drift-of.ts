import type { EffectiveSettings } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import { judgeKey } from './judge-key.js';
import type { SettingDrift } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';

export type DriftByKey = { readonly [K in PushedKey]: SettingDrift };

/**
 * Says per setting whether the appliance shows what is asked for.
 *
 * A device default asked for by a layer is in sync with any reading, save where the default is the same in every build
 * (no mail address, no proxy, mode Default): there another reading has drifted. A setting that no layer sets is
 * `unmanaged`.
 */
export function driftOf(effective: EffectiveSettings, observed: ObservedCallHome): DriftByKey {
  const of = (key: PushedKey) => judgeKey(key, effective, observed).drift;
  return {
    enabled: of('enabled'),
    mode: of('mode'),
    emailAddress: of('emailAddress'),
    heartbeatIntervalDays: of('heartbeatIntervalDays'),
    proxy: of('proxy'),
    uploadAlarm: of('uploadAlarm'),
  };
}

const WORST_FIRST = ['drifted', 'unknown', 'in-sync', 'unmanaged', 'not-applicable'] as const;

/** Returns the one word for the appliance: the worst of its settings, a drifted one before an unread one. */
export function worstDrift(drift: DriftByKey): SettingDrift {
  const present = PUSHED_KEYS.map((key) => drift[key]);
  return WORST_FIRST.find((word) => present.includes(word)) ?? 'unmanaged';
}
