import type { SettingKey } from '../../../../libs/callhome/src/index.js';

/** What to plan for. An empty list matches nothing, and so does a scope that nothing is under. */
export type PlanSelector = { readonly scope: string } | { readonly applianceIds: readonly string[] };

/** A wish for a plan. */
export interface PlanOrder {
  readonly selector: PlanSelector;
  /** The settings to plan for; null: all. Those of the controller alone are never pushed and change nothing here. */
  readonly keys: readonly SettingKey[] | null;
  /** Who wants it. */
  readonly by: string;
  /** The only appliances that may come in as the other half of a pair; null or absent: any. */
  readonly among?: ReadonlySet<string> | null;
}
