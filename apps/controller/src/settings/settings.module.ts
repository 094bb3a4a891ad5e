import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { RolloutsModule } from '../rollouts/rollouts.module.js';
import { DriftScan } from './drift/drift-scan.js';
import { DriftController } from './drift/drift.controller.js';
import { EffectiveController } from './effective/effective.controller.js';
import { ExceptionsController } from './exceptions/exceptions.controller.js';
import { LayerWriting } from './layers/layer-writing.js';
import { LayersController } from './layers/layers.controller.js';
import { GroupsController } from './places/groups.controller.js';
import { SitesController } from './places/sites.controller.js';
import { Scopes } from './scopes.js';

/** Settings layers and where they are given, what wins for whom, and what appliances show instead. */
@Module({
  imports: [PersistenceModule, RolloutsModule],
  controllers: [
    SitesController,
    GroupsController,
    LayersController,
    EffectiveController,
    DriftController,
    ExceptionsController,
  ],
  providers: [Scopes, LayerWriting, DriftScan],
  exports: [DriftScan, LayerWriting, Scopes],
})
export class SettingsModule {}
