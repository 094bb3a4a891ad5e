import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { SettingsModule } from '../settings/settings.module.js';
import { DriftCount } from './drift-count.js';
import { OverviewController } from './overview.controller.js';

/** The figures of the whole fleet. */
@Module({ imports: [PersistenceModule, SettingsModule], controllers: [OverviewController], providers: [DriftCount] })
export class OverviewModule {}
