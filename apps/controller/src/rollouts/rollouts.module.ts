import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { Scopes } from '../settings/scopes.js';
import { PlanFreshness } from './plan-freshness.js';
import { Planning } from './planning.js';
import { PlansController } from './plans.controller.js';
import { PoliciesController } from './policies.controller.js';
import { RolloutActionsController } from './rollout-actions.controller.js';
import { RolloutControl } from './rollout-control.js';
import { RolloutDesk } from './rollout-desk.js';
import { RolloutsController } from './rollouts.controller.js';
import { Starting } from './starting.js';
import { RolloutsShown } from './rollouts-shown.js';

/** Plans, rolling them out, and the policies of both. */
@Module({
  imports: [PersistenceModule],
  controllers: [PlansController, RolloutsController, RolloutActionsController, PoliciesController],
  providers: [Planning, PlanFreshness, RolloutDesk, RolloutControl, RolloutsShown, Scopes, Starting],
  exports: [Planning, RolloutDesk, RolloutsShown],
})
export class RolloutsModule {}
