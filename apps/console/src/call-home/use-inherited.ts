import { useQuery } from '@tanstack/react-query';
import type { SettingKey } from '../../../../libs/contract/src/index.js';
import { useSession } from '../access/session.js';
import { inheritedOf, type Inherited } from './inherited-of.js';
import { applianceOf } from './scope.js';
import { applianceEffectiveQuery, scopeEffectiveQuery } from './settings-queries.js';

/** What a scope inherits for each key, as far as it is known; `ownLocks` are the keys that it locks itself. */
export function useInherited(scope: string, ownLocks: readonly SettingKey[]): (key: SettingKey) => Inherited | null {
  const { me } = useSession();
  const id = applianceOf(scope);
  const ofAppliance = useQuery({ ...applianceEffectiveQuery(id ?? ''), enabled: id !== null });
  const ofScope = useQuery({
    ...scopeEffectiveQuery(scope),
    enabled: id === null && me.permissions.includes('read'),
  });
  return (key) => {
    const single = ofAppliance.data?.keys[key];
    if (single !== undefined) return inheritedOf(single, scope, single.lockedBy?.scope ?? null);
    const many = ofScope.data?.keys[key];
    if (many === undefined) return null;
    // The answer for many does not name who locks: a value under a lock comes from the layer that locks it.
    return inheritedOf(many, scope, many.locked ? (ownLocks.includes(key) ? scope : many.source.scope) : null);
  };
}
