import { CallHomeError } from '../errors.js';
import type { LayerRank } from './layer.js';

/** A scope taken apart. `id` is null for the fleet, which there is once. */
export type ScopeParts =
  | { readonly rank: 'fleet'; readonly id: null }
  | { readonly rank: Exclude<LayerRank, 'built-in' | 'fleet'>; readonly id: string };

/**
 * Takes a scope's name apart: `fleet`, `site:x`, `group:x`, `host:app_…`, `instance:app_…`.
 * @throws {CallHomeError} SCOPE_UNKNOWN - the name is none of these.
 */
export function parseScope(scope: string): ScopeParts {
  if (scope === 'fleet') return { rank: 'fleet', id: null };
  const [, word, id] = /^(site|group|host|instance):(\S(?:.*\S)?)$/.exec(scope) ?? [];
  const rank = (['site', 'group', 'host', 'instance'] as const).find((each) => each === word);
  if (rank === undefined || id === undefined) throw new CallHomeError('SCOPE_UNKNOWN', { scope });
  return { rank, id };
}
