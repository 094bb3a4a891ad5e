import type { BundleWriter } from '../bundles/bundle-writer.js';
import type { AdcConfig, SimulatedInstance } from '../fleet/appliance.js';
import { isSameConfig } from './adc-config.js';
import type { Word } from './command-line.js';

/** What `set cli mode` decides for one login. */
export interface CliMode {
  paging: boolean;
  colours: boolean;
  /** A command of a feature that is off is refused instead of carried out with a warning. */
  refusesDisabled: boolean;
}

/** What the commands of an instance work on. */
export interface AdcContext {
  readonly instance: SimulatedInstance;
  /** The login came in on the address of the instance's cluster. */
  readonly atClusterAddress?: boolean;
  readonly bundles: BundleWriter;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Says that the instance changed. */
  readonly changed: () => void;
}

/** One call of a command: the words after its name, and where to print before the answer. */
export interface AdcCall {
  readonly context: AdcContext;
  readonly mode: CliMode;
  readonly words: readonly Word[];
  readonly progress: (text: string) => void;
}

/** Makes `next` the running configuration; a primary carries it over to its secondary, a cluster address to all nodes. Same values change nothing. */
export function applyConfig(context: AdcContext, next: AdcConfig): void {
  for (const node of writtenNodes(context)) {
    if (isSameConfig(node.running, next)) continue;
    node.running = next;
    node.changedAt = context.now();
  }
  context.changed();
}

/** Keeps the running configuration over a restart, on both nodes when the instance is a primary. */
export function saveConfig(context: AdcContext): void {
  for (const node of writtenNodes(context)) {
    node.saved = node.running;
    node.savedAt = context.now();
  }
  context.changed();
}

function writtenNodes({ instance, atClusterAddress }: AdcContext): readonly SimulatedInstance[] {
  if (atClusterAddress === true && instance.cluster !== null) return instance.cluster.nodes;
  return instance.peer !== null && instance.role === 'Primary' ? [instance, instance.peer] : [instance];
}
