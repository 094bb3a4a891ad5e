import { chainOf } from './chain-of.js';
import { decideKey, everyKey } from './decide-key.js';
import { BUILT_IN_LAYER } from './layer.js';
import type { EffectiveSettings, Layer, LayerRank, Place } from './layer.js';
import { parseScope } from './parse-scope.js';

/** Resolves settings for many appliances over one set of layers. */
export interface SettingsResolver {
  /**
   * Answers what `resolveSettings(layersOf(place))` does. Appliances under the same layers may share one answer: treat
   * it as frozen.
   * @throws {CallHomeError} SETTING_AMBIGUOUS - as `resolveSettings`.
   */
  effectiveFor(place: Place): EffectiveSettings;
  /** The layers over an appliance, broadest first, without the built-in one. */
  layersOf(place: Place): readonly Layer[];
  /**
   * What a member of a scope gets that has no narrower layer. A site or group counts the fleet and itself; a host or
   * instance counts what `within` says it stands in, and nothing else; a group counts a site only if `within` names one.
   * @throws {CallHomeError} SCOPE_UNKNOWN - the scope is none; SETTING_AMBIGUOUS - as `resolveSettings`.
   */
  effectiveAt(scope: string, within?: Partial<Omit<Place, 'id'>>): EffectiveSettings;
}

/** Chains that are kept; beyond that the index begins anew, so that its memory stays bounded. */
const KEPT_CHAINS = 20_000;

/**
 * Indexes layers once, so that resolving one appliance more costs next to nothing where its neighbours stand under the
 * same layers. Each scope is given at most once; the layers must not change afterwards.
 */
export function settingsResolver(layers: readonly Layer[]): SettingsResolver {
  const ordered = chainOf(layers);
  const ordinalsOf = (rank: LayerRank) =>
    new Map(
      ordered.flatMap((layer, i) => (layer.rank === rank ? [[layer.scope.slice(rank.length + 1), i] as const] : [])),
    );
  const [sites, groups, hosts, instances] = [
    ordinalsOf('site'),
    ordinalsOf('group'),
    ordinalsOf('host'),
    ordinalsOf('instance'),
  ];
  const fleet = ordered.findIndex(({ rank }) => rank === 'fleet');
  let built = 0;
  let root = rootOf(ordered);

  /** The places in the order of the layers over somebody, so broadest first, each once. */
  const ordinalsOver = (at: Surroundings): number[] => {
    const ordinals = fleet === -1 ? [] : [fleet];
    const add = (ordinal: number | undefined) => {
      if (ordinal !== undefined) ordinals.push(ordinal);
    };
    if (at.site !== null) add(sites.get(at.site));
    // One group may be the appliance's own and its host's.
    for (const group of at.groups) if (!ordinals.includes(groups.get(group) ?? -1)) add(groups.get(group));
    if (at.hostId !== null) add(hosts.get(at.hostId));
    if (at.id !== null) add(instances.get(at.id));
    return at.groups.length > 1 ? ordinals.sort((a, b) => a - b) : ordinals;
  };
  const effectiveOf = (surroundings: Surroundings): EffectiveSettings => {
    if (built > KEPT_CHAINS) [root, built] = [rootOf(ordered), 0];
    let node = root;
    for (const ordinal of ordinalsOver(surroundings)) {
      let next = node.next.get(ordinal);
      if (next === undefined) {
        next = extended(node, ordered[ordinal] ?? BUILT_IN_LAYER);
        node.next.set(ordinal, next);
        built += 1;
      }
      node = next;
    }
    return node.effective;
  };

  return {
    effectiveFor: effectiveOf,
    layersOf: (place) => ordinalsOver(place).flatMap((ordinal) => ordered[ordinal] ?? []),
    effectiveAt: (scope, within = {}) => effectiveOf(surroundingsAt(scope, within)),
  };
}

/** One chain of layers and what comes of it; the longer chains that begin with it hang below. */
interface ChainNode {
  readonly chain: readonly Layer[];
  readonly effective: EffectiveSettings;
  readonly next: Map<number, ChainNode>;
}

function rootOf(ordered: readonly Layer[]): ChainNode {
  const chain = ordered.slice(0, 1);
  return { chain, effective: everyKey((key) => decideKey(key, chain)), next: new Map() };
}

/** A layer has no say in a key that it neither sets nor locks: there the decision of the shorter chain stands. */
function extended(node: ChainNode, layer: Layer): ChainNode {
  const chain = [...node.chain, layer];
  const effective = everyKey((key) =>
    layer.set[key] === undefined && !layer.locked.includes(key) ? node.effective[key] : decideKey(key, chain),
  );
  return { chain, effective, next: new Map() };
}

/** A place without its own id: null for a scope that is no single appliance. */
type Surroundings = Omit<Place, 'id'> & { readonly id: string | null };

function surroundingsAt(
  scope: string,
  { site = null, groups = [], hostId = null }: Partial<Omit<Place, 'id'>>,
): Surroundings {
  const { rank, id } = parseScope(scope);
  switch (rank) {
    case 'fleet':
      return { site: null, groups: [], hostId: null, id: null };
    case 'site':
      return { site: id, groups: [], hostId: null, id: null };
    case 'group':
      return { site, groups: [id], hostId: null, id: null };
    case 'host':
      return { site, groups, hostId: id, id: null };
    case 'instance':
      return { site, groups, hostId, id };
  }
}
