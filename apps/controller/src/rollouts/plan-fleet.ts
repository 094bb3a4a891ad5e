import { PUSHED_KEYS, type PushedKey, type SettingsResolver } from '../../../../libs/callhome/src/index.js';
import type {
  AppliedStore,
  ApplianceFacts,
  ApplianceStore,
  PlaceStore,
  SettingsLayerStore,
} from '../../../../libs/persistence/src/index.js';
import { addressesOf } from '../inventory/deployment-views.js';
import type { PlanOrder, PlanSelector } from './plan-order.js';
import type { PlanTally } from './plan-tally.js';
import { planTarget, type PlannedTarget } from './plan-target.js';
import { writePlaces, type WritePlace } from './write-places.js';

const BATCH = 1000;

/** Where a plan is made from. */
export interface PlanSources {
  appliances: ApplianceStore;
  places: PlaceStore;
  layers: SettingsLayerStore;
  applied: AppliedStore;
}

/** Which of an order's appliances are known to it, and whom their partners brought in. */
interface Run {
  sources: PlanSources;
  resolver: SettingsResolver;
  keys: readonly PushedKey[] | null;
  /** Null: all; else no other appliance may come in as a partner. */
  among: ReadonlySet<string> | null;
  selected: ReadonlySet<string>;
  /** Names of the selected ones that are written through an appliance which is not selected, by the id of that one. */
  broughtIn: Map<string, string[]>;
  /** Addresses that some appliance claims to belong together with. */
  claimed: ReadonlySet<string>;
  tally: PlanTally;
}

/**
 * Plans for everything that is selected, a batch at a time: what would change on each appliance, by the layers as they
 * were when it began. Batches come in inventory order; the primaries of selected secondaries that were not selected
 * themselves come last. Appliances that take no settings (hosts, retired or gone ones) are left out. Nothing is stored
 * and nothing is sent; `tally` has seen every target of a batch when the batch comes out.
 */
export async function* planFleet(
  sources: PlanSources,
  { selector, keys, among }: PlanOrder,
  tally: PlanTally,
): AsyncGenerator<PlannedTarget[]> {
  const resolver = await sources.layers.resolver();
  const ids = await idsOf(sources, selector);
  const run: Run = {
    sources,
    resolver,
    keys: keys === null ? null : PUSHED_KEYS.filter((key) => keys.includes(key)),
    among: among ?? null,
    selected: new Set(ids),
    broughtIn: new Map(),
    claimed: await sources.appliances.claimedAddresses(),
    tally,
  };
  for (const batch of batchesOf(ids)) yield await planBatch(run, batch);
  for (const batch of batchesOf([...run.broughtIn.keys()].toSorted())) yield await planBatch(run, batch);
}

function idsOf({ appliances, places }: PlanSources, selector: PlanSelector): Promise<string[]> {
  if ('scope' in selector) return places.memberIds(selector.scope);
  return selector.applianceIds.length === 0 ? Promise.resolve([]) : appliances.configurableIds(selector.applianceIds);
}

function* batchesOf(ids: readonly string[]): Generator<string[]> {
  for (let from = 0; from < ids.length; from += BATCH) yield ids.slice(from, from + BATCH);
}

// One query after the other: inside a transaction there is one connection.
async function planBatch(run: Run, ids: readonly string[]): Promise<PlannedTarget[]> {
  const { sources, resolver, keys, tally } = run;
  const page = await sources.appliances.facts(ids);
  const places = await sources.places.placesOf(ids);
  const applied = await sources.applied.of(ids);
  const hosts = await hostsOf(sources.appliances, page);
  const { own, related } = addressesOf(page);
  // Most appliances stand alone; asking for the partners of addresses that nobody claims would cost most of the time.
  const named = own.filter((address) => run.claimed.has(address));
  const relatives = named.length + related.length === 0 ? [] : await sources.appliances.relatives(named, related);
  const placeOf = writePlaces(page, relatives);
  return page.map((facts) => {
    const { id, hostId } = facts.appliance;
    const standing = places.get(id) ?? { id, site: null, groups: [], hostId: null };
    const effective = resolver.effectiveFor(standing);
    const target = planTarget({
      facts,
      host: hosts.get(hostId ?? '') ?? null,
      effective,
      applied: applied.get(id)?.values ?? {},
      place: withPartner(run, facts, placeOf(facts)),
      keys,
      warnings: pairWarnings(run.broughtIn.get(id)),
    });
    tally.add(target, effective, resolver.layersOf(standing));
    return target;
  });
}

// The settings of a pair are one configuration: whoever names its secondary means its primary.
function withPartner(run: Run, { appliance }: ApplianceFacts, place: WritePlace): WritePlace {
  if (place.kind !== 'elsewhere') return place;
  const { among, selected, broughtIn } = run;
  if (among !== null && !among.has(place.id)) return { kind: 'nowhere', reason: 'primary-out-of-scope' };
  if (selected.has(place.id)) return place;
  const names = broughtIn.get(place.id);
  if (names === undefined) broughtIn.set(place.id, [appliance.name]);
  else names.push(appliance.name);
  return place;
}

function pairWarnings(names: readonly string[] | undefined): string[] {
  if (names === undefined) return [];
  return [`planned too because ${names.join(', ')} ${names.length === 1 ? 'is' : 'are'} written through it`];
}

async function hostsOf(
  appliances: ApplianceStore,
  page: readonly ApplianceFacts[],
): Promise<Map<string, ApplianceFacts>> {
  const ids = new Set(page.flatMap(({ appliance }) => appliance.hostId ?? []));
  const hosts = await appliances.facts([...ids]);
  return new Map(hosts.map((host) => [host.appliance.id, host]));
}
