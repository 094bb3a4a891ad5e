import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { PlanFreshness } from './plan-freshness.js';
import { PlansController } from './plans.controller.js';
import { RolloutsController } from './rollouts.controller.js';

/** Plans, and rolling them out. */
@Module({
  imports: [PersistenceModule],
  controllers: [PlansController, RolloutsController],
  providers: [PlanFreshness],
})
export class RolloutsModule {}
