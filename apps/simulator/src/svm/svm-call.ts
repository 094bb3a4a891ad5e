import type { BundleWriter } from '../bundles/bundle-writer.js';
import type { SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import type { OutputStyle } from './render-records.js';

/** What `do ns` can do with an instance. */
export type InstanceAction = 'start' | 'stop' | 'reboot';

/** Carries an action of a Management Service out on the appliance itself. */
export type InstanceActor = (instance: SimulatedInstance, action: InstanceAction) => void;

/** What the commands of a Management Service work on. */
export interface SvmContext {
  readonly host: SimulatedHost;
  readonly style: OutputStyle;
  readonly bundles: BundleWriter;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Carries out what `do ns` orders; without it power actions are refused. */
  readonly act?: InstanceActor;
}

/** One call of a command: its `key=value` arguments with keys in lower case. */
export interface SvmCall {
  readonly context: SvmContext;
  readonly values: Readonly<Record<string, string>>;
}
