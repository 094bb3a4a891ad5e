import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { ApplianceViews } from './appliance-views.js';
import { ConnectionController } from './connection.controller.js';
import { ConnectionTestController } from './connection-test.controller.js';
import { HistoryController } from './history.controller.js';
import { InventoryController } from './inventory.controller.js';
import { ReadingController } from './reading.controller.js';

/** Hosts, instances and standalone appliances, and how they are reached. */
@Module({
  imports: [PersistenceModule],
  controllers: [
    InventoryController,
    ConnectionController,
    ConnectionTestController,
    ReadingController,
    HistoryController,
  ],
  providers: [ApplianceViews],
  exports: [ApplianceViews],
})
export class InventoryModule {}
