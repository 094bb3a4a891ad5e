import {
  compareMembers,
  SETTING_KEYS,
  type Place,
  type ScopeMember,
  type SettingsResolver,
} from '../../../../../libs/callhome/src/index.js';
import type { ScopeEffective } from '../../../../../libs/contract/src/index.js';
import type { Combination } from '../../../../../libs/persistence/src/index.js';
import { iso } from '../../api/iso.js';
import { inputsOf, sourceViews } from './source-views.js';

/** What the effective settings of a scope are made from. */
export interface ScopeFacts {
  scope: string;
  /** Where a member stands that has no narrower layer; its id is that of no appliance where the scope is none. */
  place: Place;
  combinations: readonly Combination[];
  resolver: SettingsResolver;
}

/** What the members of a scope would get, key by key, and how many of them get something else, what, and from where. */
export function scopeEffectiveView({ scope, place, combinations, resolver }: ScopeFacts, now: Date): ScopeEffective {
  const effective = resolver.effectiveAt(scope, place);
  const layers = resolver.layersOf(place);
  const agreement = compareMembers(effective, membersOf(combinations, resolver));
  const keys = SETTING_KEYS.map((key) => {
    const { value, locked, lockReason, ...sources } = effective[key];
    const { same, differ, variants, furtherVariants } = agreement[key];
    const variantViews = variants.map((variant) => ({ ...variant, sample: [...variant.sample] }));
    return [
      key,
      {
        value,
        ...sourceViews(sources, layers),
        locked,
        lockReason,
        same,
        differ,
        variants: variantViews,
        furtherVariants,
      },
    ] as const;
  });
  return {
    scope,
    computedAt: iso(now),
    members: combinations.reduce((sum, { count }) => sum + count, 0),
    inputs: inputsOf(layers),
    keys: Object.fromEntries(keys),
  };
}

// Each sampled one by itself, so that it can be named; the last one stands for those that are not sampled.
function* membersOf(combinations: readonly Combination[], resolver: SettingsResolver): Generator<ScopeMember> {
  for (const { place, count, sample } of combinations) {
    const effective = resolver.effectiveFor(place);
    const ids = sample.length === 0 ? [place.id] : sample;
    for (const [index, id] of ids.entries()) {
      yield { id, effective, count: index === ids.length - 1 ? count - index : 1 };
    }
  }
}
