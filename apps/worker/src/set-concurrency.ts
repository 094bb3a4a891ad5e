import type { WorkerHost } from '@nestjs/bullmq';
import type { INestApplicationContext } from '@nestjs/common';
import type { Settings } from '../../../libs/config/src/index.js';
import type { Logger } from '../../../libs/telemetry/src/index.js';
import { CollectProcessor } from './deliveries/collect.processor.js';
import { TransmitProcessor } from './deliveries/transmit.processor.js';
import { ApplyProcessor } from './rollouts/apply.processor.js';
import { SweepProcessor } from './sweeps/sweep.processor.js';

/**
 * Sets what a decorator cannot know: how many jobs each queue of this process runs at once. Failures that reach a
 * worker are bugs or lost infrastructure; each is logged with its job.
 */
export function setConcurrency(app: INestApplicationContext, settings: Settings, log: Logger): void {
  app.get(CollectProcessor).worker.concurrency = settings.collectConcurrency;
  app.get(TransmitProcessor).worker.concurrency = settings.transmitConcurrency;
  const hosts: WorkerHost[] = [
    app.get(SweepProcessor),
    app.get(ApplyProcessor),
    app.get(CollectProcessor),
    app.get(TransmitProcessor),
  ];
  for (const { worker } of hosts) {
    worker.on('error', (error) => log.warn({ err: error }, 'queue connection'));
    worker.on('failed', (job, error) => log.error({ err: error, jobId: job?.id, queue: worker.name }, 'job failed'));
  }
}
