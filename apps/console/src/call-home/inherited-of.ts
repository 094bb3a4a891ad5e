import type { EffectiveValue } from '../../../../libs/contract/src/index.js';

type Source = EffectiveValue['source'];

/** What a layer would inherit for one key, and whether a broader layer keeps it from setting one. */
export interface Inherited {
  value: unknown;
  from: string;
  /** Null: no lock above. */
  lock: { by: string | null; reason: string | null } | null;
}

interface Standing {
  value: unknown;
  source: Source;
  overrides: readonly (Source & { value: unknown })[];
  locked: boolean;
  lockReason: string | null;
}

/** What stands at a scope without what the scope itself sets. */
export function inheritedOf(standing: Standing, scope: string, lockedBy: string | null): Inherited {
  const below = standing.source.scope === scope ? standing.overrides[0] : undefined;
  const { value, from } =
    below === undefined
      ? { value: standing.value, from: standing.source.scope }
      : { value: below.value, from: below.scope };
  const isLockedAbove = standing.locked && lockedBy !== scope;
  return { value, from, lock: isLockedAbove ? { by: lockedBy, reason: standing.lockReason } : null };
}
