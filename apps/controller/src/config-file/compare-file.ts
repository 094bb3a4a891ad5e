import { isDeepStrictEqual } from 'node:util';
import { parseScope, SETTING_KEYS, type SettingKey } from '../../../../libs/callhome/src/index.js';
import type { ConfigChange, ConfigDiff, ProblemError } from '../../../../libs/contract/src/index.js';
import { NOTHING_SAID, type LayerContent, type SettingsLayer } from '../../../../libs/persistence/src/index.js';
import { emptied, layerAfter, type FileRules, type WantedLayer } from './wanted-layer.js';

/** What there is before a file is taken over. */
export interface FleetState {
  layers: ReadonlyMap<string, SettingsLayer>;
  sites: ReadonlySet<string>;
  groups: ReadonlyMap<string, { priority: number; version: number }>;
}

/** One layer that a file writes. */
export interface LayerEditing {
  scope: string;
  pointer: string;
  before: LayerContent;
  after: LayerContent;
  revision: number;
}

/** How a file differs from what there is. */
export interface Comparison {
  changes: ConfigChange[];
  /** Layers to write; a change of a place alone needs none. */
  edits: LayerEditing[];
  removals: number;
  warnings: ConfigDiff['warnings'];
  /** What another file owns and this one would change. */
  refused: ProblemError[];
}

/** Compares a file with what there is. `wanted` are its scopes, `emptying` those that it does not name and empties. */
export function compareFile(
  wanted: readonly WantedLayer[],
  rules: FileRules,
  state: FleetState & { emptying: readonly { scope: string; name: string | null }[] },
): Comparison {
  const comparison: Comparison = { changes: [], edits: [], removals: 0, warnings: [], refused: [] };
  for (const layer of wanted) compareListed(comparison, layer, { rules, state });
  for (const scope of state.emptying) compareUnlisted(comparison, scope, { rules, state });
  const named = new Set(wanted.map(({ scope }) => scope));
  comparison.warnings.push(...stillOwned(named, rules, state));
  return comparison;
}

interface Against {
  rules: FileRules;
  state: FleetState;
}

function compareListed(comparison: Comparison, wanted: WantedLayer, { rules, state }: Against): void {
  const { scope, name, pointer } = wanted;
  const row = state.layers.get(scope);
  const before: LayerContent = row === undefined ? NOTHING_SAID : contentOf(row);
  const after = layerAfter(before, wanted, rules);
  const place = placeChange(wanted, state);
  const change = changeOf({ before, after }, { scope, name, place });
  if (wanted.editable.length > 0 && rules.owner !== 'git') {
    const detail = 'editable is of no effect where the file owns nothing';
    comparison.warnings.push({ pointer: `${pointer}/editable`, code: 'editable-without-owner', detail });
  }
  const owner = before.managedBy;
  const isOthers = owner !== null && owner.name !== rules.name;
  if (isOthers && (rules.owner === 'git' || change !== null)) {
    comparison.refused.push({ pointer, code: 'managed-by-git', detail: `the file ${owner.name} decides this` });
    return;
  }
  if (change === null) return;
  comparison.changes.push(change);
  comparison.removals += removalsOf(change);
  if (!isDeepStrictEqual(before, after)) {
    comparison.edits.push({ scope, pointer, before, after, revision: row?.revision ?? 0 });
  }
}

function compareUnlisted(
  comparison: Comparison,
  { scope, name }: { scope: string; name: string | null },
  { rules, state }: Against,
): void {
  const row = state.layers.get(scope);
  if (row === undefined) return;
  const before = contentOf(row);
  const after = emptied(before, rules);
  const change = changeOf({ before, after }, { scope, name, place: null });
  if (change === null) return;
  if (before.managedBy !== null && before.managedBy.name !== rules.name) {
    const detail = `${scope} stays as it is: the file ${before.managedBy.name} decides it`;
    comparison.warnings.push({ pointer: '/prune', code: 'managed-by-git', detail });
    return;
  }
  comparison.changes.push(change);
  comparison.removals += removalsOf(change);
  comparison.edits.push({ scope, pointer: '/prune', before, after, revision: row.revision });
}

function stillOwned(named: ReadonlySet<string>, rules: FileRules, { layers }: FleetState): ConfigDiff['warnings'] {
  if (rules.prune === 'all') return [];
  return [...layers.values()]
    .filter(({ scope, managedBy }) => managedBy?.name === rules.name && !named.has(scope))
    .map(({ scope }) => ({
      pointer: '/scopes',
      code: 'still-owned',
      detail: `${scope} is not named any more and stays as it is, owned by ${rules.name}; prune all gives it back`,
    }));
}

function placeChange({ scope, priority }: WantedLayer, { sites, groups }: FleetState): ConfigChange['place'] {
  const { rank, id } = parseScope(scope);
  if (rank === 'site') return sites.has(id) ? null : 'added';
  if (rank !== 'group') return null;
  const group = groups.get(id);
  if (group === undefined) return 'added';
  return priority !== undefined && priority !== group.priority ? 'changed' : null;
}

function changeOf(
  { before, after }: Pick<LayerEditing, 'before' | 'after'>,
  at: Pick<ConfigChange, 'scope' | 'name' | 'place'>,
): ConfigChange | null {
  const keys = SETTING_KEYS.flatMap((key) => keyChange(key, before.settings[key], after.settings[key]));
  const locks = { added: missing(after.locks, before.locks), removed: missing(before.locks, after.locks) };
  const about: ConfigChange['about'] = [
    ...(before.note === after.note ? [] : ['note' as const]),
    ...(before.expiresAt?.getTime() === after.expiresAt?.getTime() ? [] : ['expires' as const]),
    ...(isDeepStrictEqual(before.managedBy, after.managedBy) ? [] : ['owner' as const]),
    ...(at.place === 'changed' ? ['priority' as const] : []),
    ...(isDeepStrictEqual(before.lockReasons, after.lockReasons) ? [] : ['lock-reasons' as const]),
  ];
  const isSame = keys.length + locks.added.length + locks.removed.length + about.length === 0 && at.place === null;
  return isSame ? null : { ...at, keys, locks, about };
}

function keyChange(key: SettingKey, from: unknown, to: unknown): ConfigChange['keys'] {
  if (isDeepStrictEqual(from, to)) return [];
  if (from === undefined) return [{ key, change: 'added', to }];
  return to === undefined ? [{ key, change: 'removed', from }] : [{ key, change: 'changed', from, to }];
}

const removalsOf = ({ keys }: ConfigChange) => keys.filter(({ change }) => change === 'removed').length;
const missing = (keys: readonly SettingKey[], among: readonly SettingKey[]) =>
  keys.filter((key) => !among.includes(key));

function contentOf({ settings, locks, lockReasons, exempt, note, expiresAt, managedBy }: SettingsLayer): LayerContent {
  return { settings, locks, lockReasons, exempt, note, expiresAt, managedBy };
}
