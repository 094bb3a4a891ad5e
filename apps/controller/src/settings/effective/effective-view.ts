import {
  BUILT_IN_LAYER,
  PUSHED_KEYS,
  resolveSettings,
  SETTING_KEYS,
  type EffectiveSettings,
  type Layer,
  type PushedKey,
  type SettingKey,
} from '../../../../../libs/callhome/src/index.js';
import type { Effective, EffectiveValue } from '../../../../../libs/contract/src/index.js';
import type { Applied, ApplianceFacts } from '../../../../../libs/persistence/src/index.js';
import { iso } from '../../api/iso.js';
import { driftByKey } from '../drift/drift-state.js';
import { inputsOf, sourceViews } from './source-views.js';

/** What the effective settings of one appliance are made from. */
export interface EffectiveFacts {
  facts: ApplianceFacts;
  layers: readonly Layer[];
  /** Absent: nothing was ever pushed to it. */
  applied: Applied | undefined;
}

/** The effective settings of one appliance, with the layer behind each value and what the appliance shows. */
export function effectiveView({ facts, layers, applied }: EffectiveFacts, now: Date): Effective {
  const context = { facts, layers, applied, effective: resolveSettings(layers) };
  return {
    applianceId: facts.appliance.id,
    computedAt: iso(now),
    inputs: inputsOf(layers),
    keys: Object.fromEntries(SETTING_KEYS.map((key) => [key, valueView(key, context)])),
  };
}

interface ValueContext extends EffectiveFacts {
  effective: EffectiveSettings;
}

function valueView(key: SettingKey, context: ValueContext): EffectiveValue {
  const { value, blocked, locked, lockedBy, lockReason, exempted, ...sources } = context.effective[key];
  return {
    value,
    ...sourceViews(sources, context.layers),
    blocked: blocked.map(({ scope, value: set }) => ({ scope, value: set })),
    locked,
    lockedBy: lockedBy && { ...lockedBy },
    lockReason,
    exempted,
    device: deviceView(key, context.facts),
    applied: appliedView(key, context.applied),
    drift: driftView(key, context),
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

function appliedView(key: SettingKey, applied: Applied | undefined): EffectiveValue['applied'] {
  const last = isPushed(key) ? applied?.values[key] : undefined;
  return last === undefined ? null : { value: last.wanted, read: last.read, at: last.at, rolloutId: last.rolloutId };
}

// The controller's own settings are nothing that an appliance could differ in; nor has a host any of the others.
function driftView(key: SettingKey, { effective, facts, applied }: ValueContext): EffectiveValue['drift'] {
  if (!isPushed(key) || facts.appliance.kind === 'sdx-host') return 'not-applicable';
  const drift = driftByKey({ effective, observed: facts.observation.callHome, applied });
  if (drift !== null) return drift[key];
  const { value, source } = effective[key];
  return value === null && source.scope === BUILT_IN_LAYER.scope ? 'unmanaged' : 'unknown';
}

function isPushed(key: SettingKey): key is PushedKey {
  return (PUSHED_KEYS as readonly SettingKey[]).includes(key);
}
