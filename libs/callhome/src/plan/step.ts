import type { ProxyEndpoint, PushedKey, SettingKey } from '../settings/setting.js';
import type { ProxyField } from './observe-call-home.js';

/** One thing to do on an appliance, as data; `renderSteps` knows the commands. */
export type Step =
  | { readonly kind: 'enable' }
  | { readonly kind: 'disable' }
  | { readonly kind: 'setMode'; readonly mode: string }
  | { readonly kind: 'clearMode' }
  | { readonly kind: 'setEmail'; readonly value: string }
  | { readonly kind: 'clearEmail' }
  | { readonly kind: 'setHeartbeat'; readonly days: number }
  /** Back to the default of the build, whatever that is. */
  | { readonly kind: 'clearHeartbeat' }
  | { readonly kind: 'setProxy'; readonly proxy: ProxyEndpoint }
  /** Switches the proxy off, then clears the stored parts named. */
  | { readonly kind: 'clearProxy'; readonly fields: readonly ProxyField[] }
  | { readonly kind: 'setUploadAlarm'; readonly on: boolean }
  | { readonly kind: 'save' };

/** A value as an appliance has it; a text may be the proxy's `none`. Null: nothing set, or (as a wish) the device default. */
export type DeviceValue = boolean | number | string | ProxyEndpoint | null;

/** One value that a plan changes. `source` is the scope of the layer that asks for it. */
export interface SettingChange {
  readonly key: PushedKey;
  readonly from: DeviceValue;
  readonly to: DeviceValue;
  readonly source: string;
}

/** What would be done to one appliance, and what would not. Nothing to do: `steps` is empty. */
export interface SettingsPlan {
  readonly changes: readonly SettingChange[];
  readonly steps: readonly Step[];
  /** How many of the changes take a value away; `isRemoval` says which. */
  readonly removals: number;
  /** Settings that a layer asks for and that could not be read; they are left alone. */
  readonly unknown: readonly SettingKey[];
  /** Sentences for the person who approves the plan. */
  readonly warnings: readonly string[];
}
