import { sameValue } from '../plan/same-value.js';
import type { EffectiveSettings } from './layer.js';
import { SETTING_KEYS } from './setting.js';
import type { SettingKey, Settings } from './setting.js';

/** A member of a scope, or `count` members alike of which `id` is one. */
export interface ScopeMember {
  readonly id: string;
  readonly effective: EffectiveSettings;
  /** 1 where absent. */
  readonly count?: number;
}

/** Another value than the scope's, and how many members have it from one and the same layer. */
export interface MemberVariant {
  readonly value: Settings[SettingKey] | null;
  /** The scope of the layer that decides it. */
  readonly from: string;
  readonly count: number;
  /** Up to five of them. */
  readonly sample: readonly string[];
}

/** How the members of a scope stand to one value of the scope. */
export interface MemberAgreement {
  /** Members with the same value, whichever layer it comes from. */
  readonly same: number;
  readonly differ: number;
  /** The most frequent ones first, `VARIANTS_SHOWN` at most. */
  readonly variants: readonly MemberVariant[];
  /** How many variants are not shown. */
  readonly furtherVariants: number;
}

export const VARIANTS_SHOWN = 50;
const SAMPLE_SIZE = 5;

/**
 * Says, per key, how many members of a scope get its value and what the others get, and from where. The members are gone
 * through once, so they may be streamed; what is kept grows with the variants, not with the members.
 */
export function compareMembers(
  scopeEffective: EffectiveSettings,
  members: Iterable<ScopeMember>,
): { readonly [K in SettingKey]: MemberAgreement } {
  const tallies = new Map(SETTING_KEYS.map((key) => [key, { same: 0, differ: 0, variants: new Map<string, Tally>() }]));
  for (const member of members) {
    const count = member.count ?? 1;
    for (const [key, tally] of tallies) {
      const { value, source } = member.effective[key];
      if (sameValue(value, scopeEffective[key].value)) {
        tally.same += count;
        continue;
      }
      tally.differ += count;
      const name = JSON.stringify([source.scope, value]);
      const variant = tally.variants.get(name) ?? { value, from: source.scope, count: 0, sample: [] };
      variant.count += count;
      if (variant.sample.length < SAMPLE_SIZE) variant.sample.push(member.id);
      tally.variants.set(name, variant);
    }
  }
  return Object.fromEntries([...tallies].map(([key, tally]) => [key, agreementOf(tally)])) as {
    [K in SettingKey]: MemberAgreement;
  };
}

interface Tally {
  readonly value: Settings[SettingKey] | null;
  readonly from: string;
  count: number;
  readonly sample: string[];
}

function agreementOf(tally: { same: number; differ: number; variants: Map<string, Tally> }): MemberAgreement {
  const variants = [...tally.variants.values()].toSorted((a, b) => b.count - a.count || order(a.from, b.from));
  return {
    same: tally.same,
    differ: tally.differ,
    variants: variants.slice(0, VARIANTS_SHOWN),
    furtherVariants: Math.max(0, variants.length - VARIANTS_SHOWN),
  };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
