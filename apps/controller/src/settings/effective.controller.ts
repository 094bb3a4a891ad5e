import { Controller, Param } from '@nestjs/common';
import type { Effective } from '../../../../libs/contract/src/index.js';
import { ApplianceStore, SettingsLayerStore } from '../../../../libs/persistence/src/index.js';
import { Endpoint } from '../api/endpoint.js';
import { found } from '../api/found.js';
import { effectiveView } from './effective-view.js';

@Controller()
export class EffectiveController {
  constructor(
    private readonly appliances: ApplianceStore,
    private readonly layers: SettingsLayerStore,
  ) {}

  @Endpoint('getEffective')
  async get(@Param('id') id: string): Promise<Effective> {
    found(await this.appliances.get(id));
    const [facts] = await this.appliances.facts([id]);
    const layersOf = await this.layers.forAppliances([id]);
    return effectiveView(found(facts), layersOf(id), new Date());
  }
}
