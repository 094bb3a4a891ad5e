/**
 * How a setting of one appliance stands, the worst word first.
 *
 * `drifted`: it shows neither what is asked for nor what we last applied. `conflict`: somebody changed it between a plan
 * and its rollout. `unknown`: not read. `pending`: asked for and not applied yet. `unsaved`: as asked for, and lost at
 * the next restart. `unmanaged`: no layer sets it. `not-applicable`: the build or kind lacks it.
 */
export const SETTING_DRIFTS = [
  'drifted',
  'conflict',
  'unknown',
  'pending',
  'unsaved',
  'in-sync',
  'unmanaged',
  'not-applicable',
] as const;
export type SettingDrift = (typeof SETTING_DRIFTS)[number];
