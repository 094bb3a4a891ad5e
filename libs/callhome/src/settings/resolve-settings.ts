import { CallHomeError } from '../errors.js';
import { BUILT_IN_LAYER, LAYER_RANKS } from './layer.js';
import type { Decided, EffectiveSettings, Layer, LayerSet, SettingSource } from './layer.js';
import { SETTINGS } from './setting.js';
import type { SettingKey, Settings } from './setting.js';

/**
 * Resolves the settings of one appliance and says of each value which layer decided it, which it shadows, and which
 * were set below a lock and so have no effect.
 *
 * The narrowest layer that sets a key wins: fleet, site, groups by priority, host, instance; a lock of a broader layer
 * stops it. The layers may come in any order and number; the built-in one is always there and need not be given. Null
 * asks for the device default; for a setting of the controller it stands for the built-in value.
 * @throws {CallHomeError} SETTING_AMBIGUOUS - two layers of one rank (groups: of one priority) set the same key, and
 * no lock above them makes that void.
 */
export function resolveSettings(layers: readonly Layer[]): EffectiveSettings {
  const broadestFirst = [BUILT_IN_LAYER, ...layers.filter((layer) => layer.rank !== 'built-in')].toSorted(
    (a, b) => standing(a) - standing(b) || priority(a) - priority(b) || order(a.scope, b.scope),
  );
  return {
    enabled: decide('enabled', broadestFirst),
    emailAddress: decide('emailAddress', broadestFirst),
    proxy: decide('proxy', broadestFirst),
    heartbeatIntervalDays: decide('heartbeatIntervalDays', broadestFirst),
    mode: decide('mode', broadestFirst),
    uploadAlarm: decide('uploadAlarm', broadestFirst),
    uploadVia: decide('uploadVia', broadestFirst),
    destination: decide('destination', broadestFirst),
    review: decide('review', broadestFirst),
    redaction: decide('redaction', broadestFirst),
    saveConfig: decide('saveConfig', broadestFirst),
  };
}

function decide<K extends SettingKey>(key: K, broadestFirst: readonly Layer[]): Decided<Settings[K]> {
  const lock = broadestFirst.find((layer) => layer.locked.includes(key));
  const setters = broadestFirst.filter((layer) => layer.set[key] !== undefined);
  // A peer of the locking layer is not below it: equal groups are settled by the tie rule, not by a lock.
  const heard = lock === undefined ? setters : setters.filter((layer) => isBroaderOrPeer(layer, lock));
  const tie = heard.find((layer, i) => i > 0 && isPeer(layer, heard[i - 1]));
  if (tie !== undefined) throw new CallHomeError('SETTING_AMBIGUOUS', { key, scope: tie.scope });

  const strongestFirst = heard.toReversed();
  const [source = BUILT_IN_LAYER, ...shadowed] = strongestFirst;
  return {
    value: valueOf(key, source),
    source: sourceOf(source),
    overrides: shadowed.map((layer) => ({
      scope: layer.scope,
      revision: layer.revision,
      by: layer.by,
      value: valueOf(key, layer),
    })),
    blocked: setters
      .filter((layer) => !heard.includes(layer))
      .map((layer) => ({ scope: layer.scope, value: valueOf(key, layer) })),
    locked: lock !== undefined,
    lockedBy: lock === undefined ? null : sourceOf(lock),
  };
}

function valueOf<K extends SettingKey>(key: K, layer: Layer): Settings[K] | null {
  const value: LayerSet[K] | null = layer.set[key] ?? null;
  if (value !== null || SETTINGS[key].pushed) return value as Settings[K] | null;
  const builtIn: LayerSet = BUILT_IN_LAYER.set;
  return builtIn[key] ?? null;
}

function sourceOf({ scope, revision, by, at }: Layer): SettingSource {
  return { scope, revision, by, at };
}

function standing(layer: Layer): number {
  return LAYER_RANKS.indexOf(layer.rank);
}

function priority(layer: Layer): number {
  return layer.rank === 'group' ? layer.priority : 0;
}

function isPeer(layer: Layer, other: Layer | undefined): boolean {
  return other !== undefined && standing(layer) === standing(other) && priority(layer) === priority(other);
}

function isBroaderOrPeer(layer: Layer, lock: Layer): boolean {
  return standing(layer) < standing(lock) || (standing(layer) === standing(lock) && priority(layer) <= priority(lock));
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
