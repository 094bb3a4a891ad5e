import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { PersistenceModule } from '../persistence.module.js';
import { Ticks } from './ticks.js';

/** Due sweeps, waiting deliveries, and old rows. */
@Module({ imports: [PersistenceModule, DeliveriesModule], providers: [Ticks] })
export class ScheduleModule {}
