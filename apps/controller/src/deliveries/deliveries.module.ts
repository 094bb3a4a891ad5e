import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveryViews } from './delivery-views.js';
import { DestinationsController } from './destinations.controller.js';
import { EffectiveDestination } from './effective-destination.js';
import { RouteWaiting } from './route-waiting.js';

/** Reports on their way, and where they go. */
@Module({
  imports: [PersistenceModule],
  controllers: [DeliveriesController, DestinationsController],
  providers: [DeliveryViews, EffectiveDestination, RouteWaiting],
  exports: [RouteWaiting],
})
export class DeliveriesModule {}
