import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { ConditionViews } from './condition-views.js';
import { ConditionsController } from './conditions.controller.js';

/** What is wrong where. */
@Module({ imports: [PersistenceModule], controllers: [ConditionsController], providers: [ConditionViews] })
export class ConditionsModule {}
