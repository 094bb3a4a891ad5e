import type { PushedKey } from '../settings/setting.js';
import type { DeviceValue } from './step.js';

/** What was last asked of an appliance for one setting, and what it showed right after. */
export interface AppliedValue {
  /** Null: the device default. */
  readonly wanted: DeviceValue;
  /** The read-back. It tells a value that somebody changed since from one that we are yet to change. */
  readonly read: DeviceValue;
  /** UTC, ISO 8601. */
  readonly at: string;
  readonly rolloutId: string;
}

/**
 * What was last applied to an appliance; an absent key was never applied. Written only for a target that ended as
 * applied, unchanged or rolled back.
 */
export type AppliedSettings = { readonly [K in PushedKey]?: AppliedValue };
