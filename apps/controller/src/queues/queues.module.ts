import { Module } from '@nestjs/common';
import { PersistenceModule } from '../persistence.module.js';
import { QueueViews } from './queue-views.js';
import { QueuesController } from './queues.controller.js';

/** What waits to be done. */
@Module({
  imports: [PersistenceModule],
  controllers: [QueuesController],
  providers: [QueueViews],
  exports: [QueueViews],
})
export class QueuesModule {}
