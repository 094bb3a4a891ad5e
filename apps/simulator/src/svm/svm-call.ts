import type { BundleWriter } from '../bundles/bundle-writer.js';
import type { SimulatedHost } from '../fleet/appliance.js';
import type { OutputStyle } from './render-records.js';

/** What the commands of a Management Service work on. */
export interface SvmContext {
  readonly host: SimulatedHost;
  readonly style: OutputStyle;
  readonly bundles: BundleWriter;
  /** Epoch milliseconds. */
  readonly now: () => number;
}

/** One call of a command: its `key=value` arguments with keys in lower case. */
export interface SvmCall {
  readonly context: SvmContext;
  readonly values: Readonly<Record<string, string>>;
}
