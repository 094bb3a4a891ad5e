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

/** Makes `next` the running configuration, where it counts and where it is carried over to. Same values change nothing. */
export function applyConfig(context: AdcContext, next: AdcConfig): void {
  onWrittenNodes(context, (node) => {
    if (isSameConfig(node.running, next)) return;
    node.running = next;
    node.changedAt = context.now();
  });
}

/** Keeps the running configuration over a restart, where it counts and where it is carried over to. */
export function saveConfig(context: AdcContext): void {
  onWrittenNodes(context, (node) => {
    node.saved = node.running;
    node.savedAt = context.now();
  });
}

/**
 * Writes to the instance, on a cluster's address to all nodes of the cluster, and from a primary to its secondary:
 * at once, after as long as that takes, or never. A primary that has lost its role by then carries nothing over.
 */
function onWrittenNodes({ instance, atClusterAddress, changed }: AdcContext, write: (node: SimulatedInstance) => void) {
  const isCluster = atClusterAddress === true && instance.cluster !== null;
  for (const node of isCluster ? (instance.cluster?.nodes ?? []) : [instance]) write(node);
  changed();
  const { peer, propagationMs } = instance;
  if (isCluster || peer === null || instance.role !== 'Primary' || propagationMs === null) return;
  const carryOver = (): void => {
    if (instance.role !== 'Primary') return;
    write(peer);
    changed();
  };
  if (propagationMs === 0) carryOver();
  else setTimeout(carryOver, propagationMs).unref();
}
