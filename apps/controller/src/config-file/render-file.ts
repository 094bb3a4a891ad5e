import { stringify } from 'yaml';
import { parseScope, SETTING_KEYS } from '../../../../libs/callhome/src/index.js';
import type { LayerContent, SettingsLayer } from '../../../../libs/persistence/src/index.js';
import type { ApplianceNames } from './appliance-names.js';
import { inOrder } from './wanted-layer.js';

/** What is to be exported, and how it is called. */
export interface ExportedFleet {
  layers: readonly SettingsLayer[];
  names: ApplianceNames;
  /** Priorities of groups by name. */
  priorities: ReadonlyMap<string, number>;
  /** Where editors find the schema of the file. */
  schemaUrl: string;
  /** Names of the files that own a layer, exported or not. */
  owners: readonly string[];
}

/**
 * Writes layers as a Call Home file that differs from them in nothing, always in the same order. Layers of appliances that
 * are no longer in the inventory are left out.
 */
export function renderFile({ layers, names, priorities, schemaUrl, owners }: ExportedFleet): string {
  const owner = soleOwner(layers);
  const scopes: Record<string, Map<string, object>> = {};
  let fleet: object | null = null;
  for (const layer of layers) {
    const { rank, id } = parseScope(layer.scope);
    const named = rank === 'host' || rank === 'instance' ? names.nameOf(id) : { place: `${rank}s`, name: id ?? '' };
    if (named === null) continue;
    const entry = entryOf(layer, {
      rank,
      priority: rank === 'group' ? priorities.get(id) : undefined,
      isOwned: owner !== null,
    });
    if (rank === 'fleet') fleet = entry;
    else (scopes[named.place] ??= new Map()).set(named.name, entry);
  }
  const places = ['sites', 'groups', 'hosts', 'instances'].flatMap((place) => {
    const entries = [...(scopes[place] ?? [])].toSorted(([a], [b]) => (a < b ? -1 : 1));
    return entries.length === 0 ? [] : [[place, new Map(entries)] as const];
  });
  const file = {
    apiVersion: 'sdx/v1',
    kind: 'CallHome',
    metadata: owner === null ? { name: freeName(owners) } : { name: owner, owner: 'git' },
    prune: 'listed',
    scopes: { ...(fleet !== null && { fleet }), ...Object.fromEntries(places) },
  };
  return `# yaml-language-server: $schema=${schemaUrl}\n${stringify(file, { lineWidth: 0, aliasDuplicateObjects: false })}`;
}

/** True for a layer that a file has something to say of. */
export function saysSomething({ settings, locks, note, expiresAt, managedBy }: LayerContent): boolean {
  return Object.keys(settings).length + locks.length > 0 || [note, expiresAt, managedBy].some((one) => one !== null);
}

function entryOf(
  { settings, locks, lockReasons, note, expiresAt, managedBy }: SettingsLayer,
  { rank, priority, isOwned }: { rank: string; priority: number | undefined; isOwned: boolean },
): object {
  const values = SETTING_KEYS.flatMap((key) =>
    settings[key] === undefined ? [] : [[key, settings[key] ?? 'default']],
  );
  const reasons = SETTING_KEYS.flatMap((key) => (lockReasons[key] === undefined ? [] : [[key, lockReasons[key]]]));
  const editable = managedBy?.editable ?? [];
  return {
    ...(priority !== undefined && { priority }),
    ...(values.length > 0 && { settings: Object.fromEntries(values) as object }),
    ...(locks.length > 0 && { lock: inOrder(locks) }),
    ...(reasons.length > 0 && { lockReasons: Object.fromEntries(reasons) as object }),
    ...(note !== null && { [rank === 'instance' ? 'reason' : 'note']: note }),
    ...(expiresAt !== null && { expires: dayOrInstant(expiresAt) }),
    ...(isOwned && editable.length > 0 && { editable: inOrder(editable) }),
  };
}

// A day where it is one: it begins at midnight UTC.
function dayOrInstant(at: Date): string {
  return at.toISOString().replace('T00:00:00.000Z', '');
}

function soleOwner(layers: readonly SettingsLayer[]): string | null {
  const owners = new Set(layers.map(({ managedBy }) => managedBy?.name ?? null));
  const [owner] = owners;
  return owners.size === 1 ? (owner ?? null) : null;
}

// Under the name of an owner it would give back, or take, what that one owns.
function freeName(owners: readonly string[]): string {
  let name = 'export';
  for (let count = 2; owners.includes(name); count += 1) name = `export-${count}`;
  return name;
}
