import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { QUEUE_NAMES } from '../../../libs/queues/src/index.js';
import { CollectProcessor } from './deliveries/collect.processor.js';
import { DestinationRegistry } from './deliveries/destination-registry.js';
import { TransmitProcessor } from './deliveries/transmit.processor.js';
import { NotifyProcessor } from './notifications/notify.processor.js';
import { ApplyProcessor } from './rollouts/apply.processor.js';
import { SweepProcessor } from './sweeps/sweep.processor.js';
import { WorkerProcess } from './worker-process.js';

/** One processor for each queue. */
@Module({})
export class WorkerModule {
  static of(shared: WorkerProcess, redis: Redis): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        BullModule.forRoot({ connection: redis, prefix: shared.settings.redisPrefix }),
        ...QUEUE_NAMES.map((name) => BullModule.registerQueue({ name })),
      ],
      providers: [
        { provide: WorkerProcess, useValue: shared },
        { provide: DestinationRegistry, useFactory: () => new DestinationRegistry(shared) },
        SweepProcessor,
        ApplyProcessor,
        CollectProcessor,
        TransmitProcessor,
        NotifyProcessor,
      ],
    };
  }
}
