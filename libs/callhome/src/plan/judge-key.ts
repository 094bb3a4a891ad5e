import { BUILT_IN_LAYER } from '../settings/layer.js';
import type { EffectiveSettings } from '../settings/layer.js';
import { PUSHED_KEYS, SERVICE_PROXY_SINCE, SETTINGS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import type { AppliedSettings } from './applied-settings.js';
import { releaseStanding } from './is-release-at-least.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { isEndpoint, sameValue } from './same-value.js';
import type { SettingDrift } from './setting-drift.js';
import type { DeviceValue } from './step.js';

/** What is asked for, what was read, and how they compare. `wanted` null: the device default. */
export interface KeyJudgement {
  readonly key: PushedKey;
  readonly drift: SettingDrift;
  readonly wanted: DeviceValue;
  readonly read: DeviceValue;
}

/** First release with Call Home. Source: Call Home FAQ. */
const CALL_HOME_SINCE = '10.0';

/**
 * What an appliance shows once a setting was given back to its default, where that is the same in every build (vendor
 * command reference 12.0, NITRO documentation).
 */
const KNOWN_DEFAULTS: ReadonlyMap<PushedKey, DeviceValue> = new Map<PushedKey, DeviceValue>([
  ['emailAddress', null],
  ['proxy', 'none'],
  ['mode', 'Default'],
]);

/** Device default means here that the appliance is left as it is: no command gives the switch back. */
const LEFT_AS_IT_IS: readonly PushedKey[] = ['enabled', 'uploadAlarm'];

/** Compares one setting with what the appliance showed, and tells who is behind a difference by what was last applied. */
export function judgeKey(key: PushedKey, effective: EffectiveSettings, readings: Readings): KeyJudgement {
  const { value: wanted, source } = effective[key];
  const isAskedFor = wanted !== null || source.scope !== BUILT_IN_LAYER.scope;
  return { key, drift: driftOfKey(key, { wanted, isAskedFor }, readings), wanted, read: readings.observed[key] };
}

/** What an appliance showed, now and right after the last push. */
interface Readings {
  readonly observed: ObservedCallHome;
  readonly applied: AppliedSettings;
}

function driftOfKey(
  key: PushedKey,
  { wanted, isAskedFor }: { wanted: DeviceValue; isAskedFor: boolean },
  { observed, applied }: Readings,
): SettingDrift {
  if (isLacking(key, wanted, observed)) return 'not-applicable';
  if (!isAskedFor) return 'unmanaged';
  if (wanted === null && LEFT_AS_IT_IS.includes(key)) return 'in-sync';
  if (!wasRead(key, observed)) return 'unknown';

  const read = observed[key];
  const last = applied[key];
  const target = shownFor(key, wanted);
  if (target === undefined) {
    // A default that differs by build can be known only by what was there right after it was asked for.
    if (last?.wanted !== null) return 'pending';
    return sameValue(read, last.read) ? 'in-sync' : 'drifted';
  }
  if (sameValue(target, read)) return 'in-sync';
  return last === undefined || sameValue(read, last.read) ? 'pending' : 'drifted';
}

/** True when the read-back cannot be compared with anything: a default that is not the same in every build. */
export function isDefaultOfBuild(key: PushedKey, wanted: DeviceValue): boolean {
  return wanted === null && !KNOWN_DEFAULTS.has(key);
}

/** What an appliance shows when it shows `wanted`. Undefined: a default of the build, which is known once it is read. */
export function shownFor(key: PushedKey, wanted: DeviceValue): DeviceValue | undefined {
  return wanted ?? KNOWN_DEFAULTS.get(key);
}

/** Only a mail address may be read and be null: there is none. */
export function wasRead(key: PushedKey, observed: ObservedCallHome): boolean {
  return observed[key] !== null || (key === 'emailAddress' && observed.shown.includes(key));
}

function isLacking(key: PushedKey, value: DeviceValue, { release, proxy }: ObservedCallHome): boolean {
  const standing = releaseStanding(release);
  if (standing === null) return false;
  if (standing < SINCE[key]) return true;
  // A build that shows one has them, whatever the references say of its release.
  return isService(value) && !isService(proxy) && standing < SERVICE_SINCE;
}

// Parsed once: a plan of a large fleet asks for every key of every appliance.
const SINCE = Object.fromEntries(
  PUSHED_KEYS.map((key) => [key, releaseStanding(SETTINGS[key].since ?? CALL_HOME_SINCE) ?? 0]),
) as Record<PushedKey, number>;
const SERVICE_SINCE = releaseStanding(SERVICE_PROXY_SINCE) ?? 0;

function isService(value: DeviceValue): boolean {
  return isEndpoint(value) && 'service' in value;
}
