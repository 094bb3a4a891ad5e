import { CallHomeError } from '../errors.js';
import { arePeers, isBelow } from './chain-of.js';
import { BUILT_IN_LAYER } from './layer.js';
import type { Decided, EffectiveSettings, Layer, LayerSet, SettingSource } from './layer.js';
import { SETTINGS } from './setting.js';
import type { SettingKey, Settings } from './setting.js';

/** Makes a set of effective settings out of one function that decides any key. */
export function everyKey(decide: <K extends SettingKey>(key: K) => Decided<Settings[K]>): EffectiveSettings {
  return {
    enabled: decide('enabled'),
    emailAddress: decide('emailAddress'),
    proxy: decide('proxy'),
    heartbeatIntervalDays: decide('heartbeatIntervalDays'),
    mode: decide('mode'),
    uploadAlarm: decide('uploadAlarm'),
    uploadVia: decide('uploadVia'),
    destination: decide('destination'),
    review: decide('review'),
    redaction: decide('redaction'),
    saveConfig: decide('saveConfig'),
  };
}

/**
 * Decides one key over a chain of layers, broadest first. Layers that neither set nor lock the key may be left out: they
 * have no say in it.
 * @throws {CallHomeError} SETTING_AMBIGUOUS - two peers set the key and both are heard.
 */
export function decideKey<K extends SettingKey>(key: K, chain: readonly Layer[]): Decided<Settings[K]> {
  let lock: Layer | undefined;
  const heard: Layer[] = [];
  const blocked: { scope: string; value: Settings[K] | null }[] = [];
  for (const layer of chain) {
    // A peer of the locking layer is not below it: equal groups are settled by the tie rule, not by a lock.
    if (layer.set[key] !== undefined) {
      if (isUnder(lock, layer) && !layer.exempt.includes(key)) {
        blocked.push({ scope: layer.scope, value: valueOf(key, layer) });
      } else {
        const broader = heard.at(-1);
        if (broader !== undefined && arePeers(layer, broader)) {
          throw new CallHomeError('SETTING_AMBIGUOUS', { key, scope: layer.scope, peer: broader.scope });
        }
        heard.push(layer);
      }
    }
    // The broadest lock is the one that holds.
    if (lock === undefined && layer.locked.includes(key)) lock = layer;
  }

  const source = heard.pop() ?? BUILT_IN_LAYER;
  return {
    value: valueOf(key, source),
    source: sourceOf(source),
    overrides: heard.reverse().map((layer) => ({
      scope: layer.scope,
      revision: layer.revision,
      by: layer.by,
      value: valueOf(key, layer),
    })),
    blocked,
    locked: lock !== undefined,
    lockedBy: lock === undefined ? null : sourceOf(lock),
    lockReason: lock === undefined ? null : (lock.lockReasons[key] ?? lock.note),
    exempted: isUnder(lock, source),
  };
}

function isUnder(lock: Layer | undefined, layer: Layer): boolean {
  return lock !== undefined && isBelow(layer, lock);
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
