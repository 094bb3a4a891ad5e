import { Module } from '@nestjs/common';
import { APP_FILTER, APP_INTERCEPTOR } from '@nestjs/core';
import { PersistenceModule } from '../persistence.module.js';
import { QueuesModule } from '../queues/queues.module.js';
import { RelayModule } from '../relay/relay.module.js';
import { AboutController } from './about.controller.js';
import { ContractInterceptor } from './contract.interceptor.js';
import { FleetMetrics } from './fleet-metrics.js';
import { ProbesController } from './probes.controller.js';
import { ProblemFilter } from './problem.filter.js';

/** What all routes have in common, and the routes about the program itself. */
@Module({
  imports: [PersistenceModule, QueuesModule, RelayModule],
  controllers: [AboutController, ProbesController],
  providers: [
    FleetMetrics,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_INTERCEPTOR, useClass: ContractInterceptor },
  ],
})
export class ApiModule {}
