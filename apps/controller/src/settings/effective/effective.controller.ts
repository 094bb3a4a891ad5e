import { Controller, Param } from '@nestjs/common';
import type { Place } from '../../../../../libs/callhome/src/index.js';
import type { Effective, ScopeEffective } from '../../../../../libs/contract/src/index.js';
import {
  ApplianceStore,
  AppliedStore,
  PlaceStore,
  SettingsLayerStore,
} from '../../../../../libs/persistence/src/index.js';
import { Endpoint, type QueryOf } from '../../api/endpoint.js';
import { found } from '../../api/found.js';
import { RequestQuery } from '../../api/input.js';
import { Scopes, type KnownScope } from '../scopes.js';
import { effectiveView } from './effective-view.js';
import { scopeEffectiveView } from './scope-effective-view.js';

@Controller()
export class EffectiveController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly places: PlaceStore,
    private readonly layers: SettingsLayerStore,
    private readonly applied: AppliedStore,
    private readonly scopes: Scopes,
  ) {}

  @Endpoint('getEffective')
  async get(@Param('id') id: string): Promise<Effective> {
    found(await this.appliances.get(id));
    const [facts] = await this.appliances.facts([id]);
    const layersOf = await this.layers.forAppliances([id]);
    const applied = await this.applied.of([id]);
    return effectiveView({ facts: found(facts), layers: layersOf(id), applied: applied.get(id) }, new Date());
  }

  @Endpoint('getScopeEffective')
  async getOfScope(@RequestQuery() { scope }: QueryOf<'getScopeEffective'>): Promise<ScopeEffective> {
    const place = await this.placeOf(await this.scopes.require(scope));
    const combinations = await this.places.combinations(scope);
    const resolver = await this.layers.resolver();
    return scopeEffectiveView({ scope, place, combinations, resolver }, new Date());
  }

  private async placeOf({ rank, id, appliance }: KnownScope): Promise<Place> {
    if (appliance !== null) return found((await this.places.placesOf([id])).get(id));
    return { id: '', site: rank === 'site' ? id : null, groups: rank === 'group' ? [id] : [], hostId: null };
  }
}
