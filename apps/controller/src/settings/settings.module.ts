import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { EffectiveController } from './effective.controller.js';
import { LayersController } from './layers.controller.js';

/** Settings layers, and what wins for one appliance. */
@Module({ imports: [PersistenceModule], controllers: [LayersController, EffectiveController] })
export class SettingsModule {}
