import type { OccurrenceKey } from './condition-dedupe-key.js';

/** What a silence covers: one condition of one component, all of an appliance, or all in a scope (`site:x`, `fleet`). */
export type SilencedThing =
  | ({ readonly kind: 'condition' } & Omit<OccurrenceKey, 'epochId'>)
  | { readonly kind: 'appliance'; readonly applianceId: string }
  | { readonly kind: 'scope'; readonly scope: string };

/** A person's wish to hear and send nothing for a time. What occurs meanwhile is recorded, and shown as suppressed. */
export interface Silence {
  readonly of: SilencedThing;
  /** Milliseconds of UTC; the silence is over at this very instant. */
  readonly untilMs: number;
}

/** A condition key, and the scopes that its appliance is in, as settings name them. */
export interface ConditionPlace extends Omit<OccurrenceKey, 'epochId'> {
  readonly scopes: readonly string[];
}

/** Returns when the silence of a condition ends, in milliseconds of UTC: the latest of all that cover it; null: none does. */
export function silencedUntil(place: ConditionPlace, silences: readonly Silence[], nowMs: number): number | null {
  return silences
    .filter(({ of, untilMs }) => untilMs > nowMs && covers(of, place))
    .reduce<number | null>((latest, { untilMs }) => Math.max(latest ?? untilMs, untilMs), null);
}

function covers(of: SilencedThing, place: ConditionPlace): boolean {
  if (of.kind === 'scope') return place.scopes.includes(of.scope);
  if (of.applianceId !== place.applianceId) return false;
  return of.kind === 'appliance' || (of.code === place.code && of.component === place.component);
}
