import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { QUEUES, SHARDS_PER_WORKER, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { WorkerProcess } from '../worker-process.js';
import { underLease } from '../leases/under-lease.js';
import { ShardSweep } from './sweep-shard.js';

/** Reads the appliances of one shard. A replay finds the work done and does nothing. */
@Processor(QUEUES.sweep.name, { concurrency: SHARDS_PER_WORKER })
export class SweepProcessor extends WorkerHost {
  constructor(private readonly process_: WorkerProcess) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { stores, settings, sessions, ways } = this.process_;
    await underLease(this.process_.holder('work'), { queue: QUEUES.sweep.name, refId }, async (lease, signal) => {
      const sweep = await stores.sweeps.get(refId);
      if (!sweep) return;
      const retrySeconds = Math.min(settings.sweepIntervalSeconds, RETRY_SECONDS);
      const result = await new ShardSweep({ stores, sessions, ways, retrySeconds }, sweep, signal).run();
      await stores.sweeps.finish(sweep, lease, result);
    });
  }
}

const RETRY_SECONDS = 60;
