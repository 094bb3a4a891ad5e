import type { EffectiveSettings } from '../settings/layer.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import type { AppliedSettings } from './applied-settings.js';
import { judgeKey } from './judge-key.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { SETTING_DRIFTS } from './setting-drift.js';
import type { SettingDrift } from './setting-drift.js';

export type DriftByKey = { readonly [K in PushedKey]: SettingDrift };

/**
 * Says per setting whether the appliance shows what is asked for, and if not, whether it is behind (`pending`) or was
 * changed by somebody else (`drifted`); the applied record tells the two apart.
 *
 * A device default that a layer asks for is compared with the default where that is the same in every build (no mail
 * address, no proxy, mode Default). The heartbeat interval is compared with what the appliance showed right after it was
 * given back. The switches are left as they are, so nothing can be wrong with them. Never says `conflict` nor `unsaved`,
 * which no single reading tells: see `withConflicts` and `worstDrift`.
 */
export function driftOf(
  effective: EffectiveSettings,
  observed: ObservedCallHome,
  applied: AppliedSettings = {},
): DriftByKey {
  const of = (key: PushedKey) => judgeKey(key, effective, { observed, applied }).drift;
  return {
    enabled: of('enabled'),
    mode: of('mode'),
    emailAddress: of('emailAddress'),
    heartbeatIntervalDays: of('heartbeatIntervalDays'),
    proxy: of('proxy'),
    uploadAlarm: of('uploadAlarm'),
  };
}

/**
 * Marks the keys over which the last rollout of the appliance ended in a conflict. The caller gives only those that
 * nothing was read or pushed for since. A key that agrees meanwhile, or that nobody asks for, keeps its word.
 */
export function withConflicts(drift: DriftByKey, conflicts: readonly PushedKey[]): DriftByKey {
  const standing = conflicts.filter((key) => ['drifted', 'pending', 'unknown'].includes(drift[key]));
  return { ...drift, ...Object.fromEntries(standing.map((key) => [key, 'conflict'])) };
}

/**
 * Returns the one word for the appliance: the worst of its settings. Where all of them agree and its running
 * configuration differs from the saved one, that is `unsaved`; `unsaved` null: not read.
 */
export function worstDrift(drift: DriftByKey, unsaved: boolean | null = null): SettingDrift {
  const present = PUSHED_KEYS.map((key) => drift[key]);
  const worst = SETTING_DRIFTS.find((word) => present.includes(word)) ?? 'unmanaged';
  return worst === 'in-sync' && unsaved === true ? 'unsaved' : worst;
}
