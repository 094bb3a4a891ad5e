import {
  BUILT_IN_LAYER,
  driftOf,
  PUSHED_KEYS,
  resolveSettings,
  SETTING_KEYS,
  type EffectiveSettings,
  type Layer,
  type PushedKey,
  type SettingKey,
} from '../../../../libs/callhome/src/index.js';
import type { Effective } from '../../../../libs/contract/src/index.js';
import type { ApplianceFacts } from '../../../../libs/persistence/src/index.js';
import { iso } from '../api/iso.js';

type EffectiveValue = NonNullable<Effective['keys'][SettingKey]>;

/** The effective settings of one appliance, with the layer behind each value and what the appliance shows. */
export function effectiveView(facts: ApplianceFacts, layers: readonly Layer[], now: Date): Effective {
  const effective = resolveSettings(layers);
  return {
    applianceId: facts.appliance.id,
    computedAt: iso(now),
    inputs: Object.fromEntries(layers.map(({ scope, revision }) => [scope, revision])),
    keys: Object.fromEntries(SETTING_KEYS.map((key) => [key, valueView({ key, effective, layers, facts })])),
  };
}

interface ValueContext {
  key: SettingKey;
  effective: EffectiveSettings;
  layers: readonly Layer[];
  facts: ApplianceFacts;
}

function valueView({ key, effective, layers, facts }: ValueContext): EffectiveValue {
  const { value, source, overrides, blocked, locked } = effective[key];
  const writtenAt = (scope: string) => layers.find((layer) => layer.scope === scope)?.at ?? null;
  return {
    value,
    source: { scope: source.scope, revision: source.revision, by: source.by, at: source.at },
    overrides: overrides.map((each) => ({ ...each, at: writtenAt(each.scope) })),
    blocked: blocked.map(({ scope, value: set }) => ({ scope, value: set })),
    locked,
    device: deviceView(key, facts),
    drift: driftView(key, effective, facts),
  };
}

function deviceView(key: SettingKey, { observation }: ApplianceFacts): EffectiveValue['device'] {
  const { callHome, callHomeAt } = observation;
  if (!isPushed(key) || callHome === null || callHomeAt === null) return null;
  return {
    value: callHome[key],
    readAt: iso(callHomeAt),
    saved: callHome.unsaved === null ? null : !callHome.unsaved,
  };
}

// The controller's own settings are nothing that an appliance could differ in; nor has a host any of the others.
function driftView(key: SettingKey, effective: EffectiveSettings, facts: ApplianceFacts): EffectiveValue['drift'] {
  if (!isPushed(key) || facts.appliance.kind === 'sdx-host') return 'not-applicable';
  const { callHome } = facts.observation;
  if (callHome !== null) return driftOf(effective, callHome)[key];
  const { value, source } = effective[key];
  return value === null && source.scope === BUILT_IN_LAYER.scope ? 'unmanaged' : 'unknown';
}

function isPushed(key: SettingKey): key is PushedKey {
  return (PUSHED_KEYS as readonly SettingKey[]).includes(key);
}
