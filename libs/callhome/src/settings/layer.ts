import type { SettingKey, Settings } from './setting.js';

/** Broad to narrow. A narrower layer wins over a broader one, unless that one locks the key. */
export const LAYER_RANKS = ['built-in', 'fleet', 'site', 'group', 'host', 'instance'] as const;
export type LayerRank = (typeof LAYER_RANKS)[number];

/** What a layer sets: an absent key inherits, null asks for the device default. */
export type LayerSet = { readonly [K in SettingKey]?: Settings[K] | null };

/** Settings given at one level of the fleet. */
export interface Layer {
  /** `built-in`, `fleet`, `site:x`, `group:x`, `host:app_…` or `instance:app_…`. */
  readonly scope: string;
  readonly rank: LayerRank;
  /** Orders groups among each other, a higher number wins; without meaning in other ranks. */
  readonly priority: number;
  readonly revision: number;
  readonly by: string | null;
  /** UTC, ISO 8601. */
  readonly at: string | null;
  readonly set: LayerSet;
  /** Keys that no narrower layer may change. Locking a key without setting it locks the inherited value. */
  readonly locked: readonly SettingKey[];
  /** Keys that a granted exception lets this layer set in spite of any lock above it. */
  readonly exempt: readonly SettingKey[];
  /** What people wrote about the layer; null: nothing. */
  readonly note: string | null;
  /** Why a key is locked; where absent, the note is the reason. */
  readonly lockReasons: { readonly [K in SettingKey]?: string };
}

/** Where an appliance stands: what decides which layers are over it. */
export interface Place {
  readonly id: string;
  /** Its own site, else its host's; null: none. */
  readonly site: string | null;
  /** Its own groups and its host's, in any order, each once or more often. */
  readonly groups: readonly string[];
  /** Null for what stands alone (MPX, VPX that is no instance). */
  readonly hostId: string | null;
}

/** Which layer a value comes from, in which revision, and who wrote that. */
export type SettingSource = Pick<Layer, 'scope' | 'revision' | 'by' | 'at'>;

/** One effective value and why it is that. */
export interface Decided<V> {
  /** Null: the device default, or nothing at all for a setting of the controller that has no default. */
  readonly value: V | null;
  readonly source: SettingSource;
  /** Values that the source shadows, strongest first. */
  readonly overrides: readonly { scope: string; revision: number; by: string | null; value: V | null }[];
  /** Values below a lock, without an exception: set, and without effect; broadest first. */
  readonly blocked: readonly { scope: string; value: V | null }[];
  readonly locked: boolean;
  /** The layer that holds the lock; null when the key is not locked. */
  readonly lockedBy: SettingSource | null;
  /** Why the key is locked: its own reason, else the note of the locking layer; null: not locked, or nobody said. */
  readonly lockReason: string | null;
  /** True when the source stands below the lock, thanks to an exception that was granted to it. */
  readonly exempted: boolean;
}

export type EffectiveSettings = { readonly [K in SettingKey]: Decided<Settings[K]> };

/**
 * The layer under all others. It sets no value that an appliance has a default of its own for, save that Call Home is
 * on (Call Home FAQ: on by default on every platform).
 */
export const BUILT_IN_LAYER = {
  scope: 'built-in',
  rank: 'built-in',
  priority: 0,
  revision: 0,
  by: null,
  at: null,
  set: { enabled: true, uploadVia: 'controller', review: 'send', redaction: 'none', saveConfig: 'when-clean' },
  locked: [],
  exempt: [],
  note: null,
  lockReasons: {},
} as const satisfies Layer;
