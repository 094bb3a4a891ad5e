import { SETTING_KEYS, type LayerSet, type SettingKey } from '../../../../libs/callhome/src/index.js';
import type { CallHomeFile } from '../../../../libs/contract/src/index.js';
import { groupScope, siteScope, type LayerContent, type ManagedBy } from '../../../../libs/persistence/src/index.js';
import type { ApplianceNames } from './appliance-names.js';
import { entriesOf } from './read-file.js';

/** What a file says of one scope. Undefined: it does not say. */
export interface WantedLayer {
  scope: string;
  /** How the file calls it; null for the fleet. */
  name: string | null;
  /** Where in the file it is. */
  pointer: string;
  settings: LayerSet;
  locks: SettingKey[] | undefined;
  lockReasons: LayerContent['lockReasons'] | undefined;
  note: string | null | undefined;
  expiresAt: Date | null | undefined;
  editable: SettingKey[];
  /** Of a group. */
  priority: number | undefined;
}

/** What of a file holds for all its scopes. */
export interface FileRules {
  name: string;
  owner: 'git' | 'console';
  prune: CallHomeFile['prune'];
}

export const rulesOf = ({ metadata: { name, owner }, prune }: CallHomeFile): FileRules => ({ name, owner, prune });

/** The scopes of a file, broadest first and each rank in the order of the file. Every name in it is known by then. */
export function wantedLayers(file: CallHomeFile, names: ApplianceNames): WantedLayer[] {
  return entriesOf(file).flatMap(({ place, name, pointer, entry }) => {
    const scope = scopeOf(place, name, names);
    return scope === null
      ? []
      : [wantedLayer(entry as FileEntry, { scope, name: place === 'fleet' ? null : name, pointer })];
  });
}

type FileEntry = NonNullable<NonNullable<CallHomeFile['scopes']['instances']>[string]> & { priority?: number };

function wantedLayer(entry: FileEntry, at: Pick<WantedLayer, 'scope' | 'name' | 'pointer'>): WantedLayer {
  const { settings, lock, lockReasons, note, reason, expires, editable = [], priority } = entry;
  return {
    ...at,
    settings: Object.fromEntries(
      SETTING_KEYS.flatMap((key) =>
        settings[key] === undefined ? [] : [[key, settings[key] === 'default' ? null : settings[key]]],
      ),
    ),
    locks: lock,
    lockReasons,
    note: note === undefined ? reason : note,
    expiresAt: expires === undefined || expires === null ? expires : new Date(expires),
    editable: inOrder(editable),
    priority,
  };
}

function scopeOf(
  place: ReturnType<typeof entriesOf>[number]['place'],
  name: string,
  names: ApplianceNames,
): string | null {
  switch (place) {
    case 'fleet':
      return 'fleet';
    case 'sites':
      return siteScope(name);
    case 'groups':
      return groupScope(name);
    case 'hosts':
    case 'instances':
      return names.scopeOf(place, name);
  }
}

/** What a layer says once a file has been taken over that names it. */
export function layerAfter(now: LayerContent, wanted: WantedLayer, rules: FileRules): LayerContent {
  const isWhole = rules.prune !== 'none';
  // What the file leaves to people, and says nothing of itself, stays theirs.
  const left = rules.owner === 'git' ? wanted.editable.filter((key) => wanted.settings[key] === undefined) : [];
  const keeps = (key: SettingKey) => !isWhole || left.includes(key);
  const kept = SETTING_KEYS.filter((key) => now.settings[key] !== undefined && keeps(key));
  const locks = inOrder([...(wanted.locks ?? []), ...now.locks.filter(keeps)]);
  const reasons = { ...now.lockReasons, ...wanted.lockReasons };
  const isReasoned = (key: SettingKey) =>
    locks.includes(key) && (wanted.lockReasons?.[key] !== undefined || keeps(key));
  return {
    settings: { ...picked(now.settings, kept), ...wanted.settings },
    locks: isSameSet(locks, now.locks) ? now.locks : locks,
    lockReasons: picked(reasons, SETTING_KEYS.filter(isReasoned)),
    exempt: now.exempt,
    note: wanted.note === undefined && !isWhole ? now.note : (wanted.note ?? null),
    expiresAt: wanted.expiresAt === undefined && !isWhole ? now.expiresAt : (wanted.expiresAt ?? null),
    managedBy: ownerAfter(now.managedBy, wanted.editable, rules),
  };
}

/** What a layer says that a file empties. What was granted to it stays granted. */
export function emptied(now: LayerContent, { name }: FileRules): LayerContent {
  const managedBy = now.managedBy?.name === name ? null : now.managedBy;
  return { settings: {}, locks: [], lockReasons: {}, exempt: now.exempt, note: null, expiresAt: null, managedBy };
}

function ownerAfter(now: ManagedBy | null, editable: SettingKey[], { name, owner }: FileRules): ManagedBy | null {
  if (owner === 'git') return { type: 'git', name, editable };
  return now?.name === name ? null : now;
}

/** Keys in the order in which they are always shown, each once. */
export function inOrder(keys: readonly SettingKey[]): SettingKey[] {
  return SETTING_KEYS.filter((key) => keys.includes(key));
}

function isSameSet(one: readonly SettingKey[], other: readonly SettingKey[]): boolean {
  return one.length === new Set(other).size && other.every((key) => one.includes(key));
}

function picked<T extends object>(from: T, keys: readonly SettingKey[]): T {
  return Object.fromEntries(
    Object.entries(from).filter(([key, value]) => value !== undefined && keys.some((each) => each === key)),
  ) as T;
}
