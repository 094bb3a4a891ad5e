import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { PersistenceModule } from '../persistence.module.js';
import { RolloutsModule } from '../rollouts/rollouts.module.js';
import { ExpiredOverrides } from './expired-overrides.js';
import { Ticks } from './ticks.js';

/** Due sweeps, waiting deliveries, overrides that end, and old rows. */
@Module({ imports: [PersistenceModule, DeliveriesModule, RolloutsModule], providers: [Ticks, ExpiredOverrides] })
export class ScheduleModule {}
