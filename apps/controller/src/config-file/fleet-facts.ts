import { Injectable } from '@nestjs/common';
import type { Place, SettingKey } from '../../../../libs/callhome/src/index.js';
import { PUSHED_KEYS, parseScope } from '../../../../libs/callhome/src/index.js';
import type { ConfigChange, ProblemError } from '../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  DestinationStore,
  PlaceStore,
  SettingsLayerStore,
} from '../../../../libs/persistence/src/index.js';
import type { PlanSelector } from '../rollouts/plan-order.js';
import { ApplianceNames } from './appliance-names.js';
import type { FleetState } from './compare-file.js';
import type { WantedLayer } from './wanted-layer.js';

const ALL_PLACES = 1_000_000;

/** What a file is held against. */
@Injectable()
export class FleetFacts {
  constructor(
    private readonly layers: SettingsLayerStore,
    private readonly places: PlaceStore,
    private readonly appliances: ApplianceStore,
    private readonly destinations: DestinationStore,
  ) {}

  async names(): Promise<ApplianceNames> {
    return new ApplianceNames(await this.appliances.directory());
  }

  /** Layers, sites and groups as they are. One query after the other: inside a transaction there is one connection. */
  async state(): Promise<FleetState> {
    const layers = await this.layers.list();
    const sites = await this.places.sites(ALL_PLACES, null);
    const groups = await this.places.groups(ALL_PLACES, null);
    return {
      layers: new Map(layers.map((layer) => [layer.scope, layer])),
      sites: new Set(sites.map(({ name }) => name)),
      groups: new Map(groups.map(({ name, priority, version }) => [name, { priority, version }])),
    };
  }

  /** Where the appliances of these scopes stand. */
  standing(scopes: readonly string[]): Promise<Map<string, Place>> {
    return this.places.placesOf(scopes.flatMap((scope) => applianceIdOf(scope) ?? []));
  }

  /** What is wrong with the destinations that a file names. */
  async destinationProblems(wanted: readonly WantedLayer[]): Promise<ProblemError[]> {
    const known = new Map<string, boolean>();
    const problems: ProblemError[] = [];
    for (const { settings, pointer } of wanted) {
      const id = settings.destination;
      if (id === undefined || id === null) continue;
      if (!known.has(id)) known.set(id, (await this.destinations.get(id)) !== null);
      if (known.get(id) === true) continue;
      const detail = 'there is no such destination';
      problems.push({ pointer: `${pointer}/settings/destination`, code: 'unknown-destination', detail });
    }
    return problems;
  }

  /**
   * What has to be planned after changes: the appliances under scopes whose effective settings may be others now, and
   * the settings that may be. Null: the changes are of no effect on any appliance.
   */
  async touched(
    changes: readonly ConfigChange[],
  ): Promise<{ selector: PlanSelector; keys: SettingKey[] | null } | null> {
    const isReordered = changes.some(({ about }) => about.includes('priority'));
    const keysOf = ({ keys, locks }: ConfigChange) => [...keys.map(({ key }) => key), ...locks.added, ...locks.removed];
    const changed = new Set(changes.flatMap(keysOf));
    const keys = PUSHED_KEYS.filter((key) => changed.has(key));
    if (keys.length === 0 && !isReordered) return null;
    const effective = changes.filter((change) => keysOf(change).length > 0 || change.about.includes('priority'));
    const scopes = effective.map(({ scope }) => scope);
    const [scope = 'fleet'] = scopes;
    const wanted = isReordered ? null : keys;
    if (scopes.includes('fleet')) return { selector: { scope: 'fleet' }, keys: wanted };
    if (scopes.length === 1) return { selector: { scope }, keys: wanted };
    const ids = new Set<string>();
    for (const each of scopes) {
      const own = each.startsWith('instance:') ? applianceIdOf(each) : null;
      for (const id of own === null ? await this.places.memberIds(each) : [own]) ids.add(id);
    }
    return { selector: { applianceIds: [...ids] }, keys: wanted };
  }
}

function applianceIdOf(scope: string): string | null {
  const { rank, id } = parseScope(scope);
  return rank === 'host' || rank === 'instance' ? id : null;
}
