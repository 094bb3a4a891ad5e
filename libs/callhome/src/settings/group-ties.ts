import type { Layer } from './layer.js';
import { SETTING_KEYS } from './setting.js';
import type { SettingKey } from './setting.js';

/** Two groups of one priority that set the same keys, so that nobody could say which wins. */
export interface GroupTie {
  /** Their scopes, in the order of the alphabet. */
  readonly groups: readonly [string, string];
  readonly priority: number;
  readonly keys: readonly SettingKey[];
}

/**
 * Names every pair of groups of equal priority that sets a key in common, whether or not they have members in common:
 * one added appliance would be enough. Layers of other ranks may be among those given.
 */
export function groupTies(layers: readonly Layer[]): readonly GroupTie[] {
  const groups = layers.filter(({ rank }) => rank === 'group').toSorted((a, b) => (a.scope < b.scope ? -1 : 1));
  return groups.flatMap((one, i) =>
    groups.slice(i + 1).flatMap((other) => {
      if (one.priority !== other.priority) return [];
      const keys = SETTING_KEYS.filter((key) => one.set[key] !== undefined && other.set[key] !== undefined);
      return keys.length === 0 ? [] : [{ groups: [one.scope, other.scope] as const, priority: one.priority, keys }];
    }),
  );
}
