import type { Layer, LayerRank } from './layer.js';

/** A layer as the database gives it, for specs: the rank is taken from the scope. */
export function layerAt(scope: string, given: Partial<Layer> = {}): Layer {
  return {
    scope,
    rank: rankOf(scope),
    priority: 0,
    revision: 1,
    by: 'a.ito',
    at: '2026-11-20T09:12:00Z',
    set: {},
    locked: [],
    exempt: [],
    note: null,
    lockReasons: {},
    ...given,
  };
}

function rankOf(scope: string): LayerRank {
  const word = scope.split(':')[0];
  return (['site', 'group', 'host', 'instance', 'built-in'] as const).find((rank) => rank === word) ?? 'fleet';
}
