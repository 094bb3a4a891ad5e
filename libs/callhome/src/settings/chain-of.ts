import { BUILT_IN_LAYER, LAYER_RANKS } from './layer.js';
import type { Layer } from './layer.js';

/**
 * Puts layers into their order, broadest first, with the built-in one at the head: the one place that knows it. Fleet,
 * site, groups by priority, host, instance; peers go by name, so that the order never depends on how they arrived.
 */
export function chainOf(layers: readonly Layer[]): readonly Layer[] {
  return [BUILT_IN_LAYER, ...layers.filter((layer) => layer.rank !== 'built-in')].toSorted(
    (a, b) => byStanding(a, b) || (a.scope < b.scope ? -1 : Number(a.scope > b.scope)),
  );
}

/** True for two layers of one rank, and of one priority among groups: neither is over the other. */
export function arePeers(layer: Layer, other: Layer): boolean {
  return byStanding(layer, other) === 0;
}

/** True when a layer stands under another one, and not beside it. */
export function isBelow(layer: Layer, other: Layer): boolean {
  return byStanding(layer, other) > 0;
}

function byStanding(a: Layer, b: Layer): number {
  return STANDING[a.rank] - STANDING[b.rank] || priorityOf(a) - priorityOf(b);
}

const STANDING = Object.fromEntries(LAYER_RANKS.map((rank, i) => [rank, i])) as Record<Layer['rank'], number>;

function priorityOf(layer: Layer): number {
  return layer.rank === 'group' ? layer.priority : 0;
}
