import { BUILT_IN_LAYER } from '../settings/layer.js';
import type { EffectiveSettings } from '../settings/layer.js';
import { SERVICE_PROXY_SINCE, SETTINGS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import { isReleaseAtLeast } from './is-release-at-least.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { isEndpoint, sameValue } from './same-value.js';
import type { DeviceValue } from './step.js';

/** How one setting of one appliance stands. `unmanaged`: no layer sets it. `not-applicable`: the build lacks it. */
export type SettingDrift = 'in-sync' | 'drifted' | 'unknown' | 'unmanaged' | 'not-applicable';

/** What is asked for, what was read, and how they compare. `wanted` null: the device default. */
export interface KeyJudgement {
  readonly drift: SettingDrift;
  readonly wanted: DeviceValue;
  readonly read: DeviceValue;
}

/** First release with Call Home. Source: Call Home FAQ. */
const CALL_HOME_SINCE = '10.0';

/**
 * What an appliance shows once a setting was given back to its default, where that is the same in every build (vendor
 * command reference 12.0, NITRO documentation). The others differ by build or model, so "device default" can be asked
 * for and never be checked: it is in sync whatever is read.
 */
const KNOWN_DEFAULTS: ReadonlyMap<PushedKey, DeviceValue> = new Map<PushedKey, DeviceValue>([
  ['emailAddress', null],
  ['proxy', 'none'],
  ['mode', 'Default'],
]);

/** Compares one setting with what the appliance showed. */
export function judgeKey(key: PushedKey, effective: EffectiveSettings, observed: ObservedCallHome): KeyJudgement {
  const wanted: DeviceValue = effective[key].value;
  const read: DeviceValue = observed[key];
  return { drift: driftOfKey(key, effective, observed), wanted, read };
}

function driftOfKey(key: PushedKey, effective: EffectiveSettings, observed: ObservedCallHome): SettingDrift {
  const { value, source } = effective[key];
  if (isLacking(key, value, observed.release)) return 'not-applicable';
  if (value === null && source.scope === BUILT_IN_LAYER.scope) return 'unmanaged';
  const target: DeviceValue | undefined = value ?? KNOWN_DEFAULTS.get(key);
  if (target === undefined) return 'in-sync';
  if (!wasRead(key, observed)) return 'unknown';
  return sameValue(target, observed[key]) ? 'in-sync' : 'drifted';
}

function isLacking(key: PushedKey, value: DeviceValue, release: string | null): boolean {
  const since: string | null = SETTINGS[key].since;
  if (isReleaseAtLeast(release, since ?? CALL_HOME_SINCE) === false) return true;
  const wantsService = isEndpoint(value) && 'service' in value;
  return wantsService && isReleaseAtLeast(release, SERVICE_PROXY_SINCE) === false;
}

/** Only a mail address may be read and be null: there is none. */
function wasRead(key: PushedKey, observed: ObservedCallHome): boolean {
  return observed[key] !== null || (key === 'emailAddress' && observed.shown.includes(key));
}
