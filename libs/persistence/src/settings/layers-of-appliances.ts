import { settingsResolver, type Layer, type Place } from '../../../callhome/src/index.js';
import type { Transaction } from '../database.js';
import { placesOf } from '../places/places-of.js';
import { scopesOver } from '../places/scopes-over.js';
import { selectLayers, toLayer } from './layer-rows.js';

/**
 * The layers of many appliances in two queries. What is answered gives those of one, broadest first, without the
 * built-in one; an appliance that is not in the inventory has those of the fleet and its own.
 */
export async function layersOfAppliances(
  tx: Transaction,
  ids: readonly string[],
): Promise<(applianceId: string) => Layer[]> {
  const places = await placesOf(tx, ids);
  const placeOf = (id: string): Place => places.get(id) ?? { id, site: null, groups: [], hostId: null };
  const scopes = new Set(ids.flatMap((id) => scopesOver(placeOf(id))));
  const rows = scopes.size === 0 ? [] : await selectLayers(tx, 'l.scope = ANY ($1)', [[...scopes]]);
  const resolver = settingsResolver(rows.map(toLayer));
  return (id) => [...resolver.layersOf(placeOf(id))];
}
