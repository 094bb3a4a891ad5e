import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { SessionSlots } from '../../../../libs/ssh/src/index.js';
import { QUEUES, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { WorkerProcess } from '../worker-process.js';
import { underLease } from '../leases/under-lease.js';
import { ShardSweep } from './sweep-shard.js';

const SHARDS_SIDE_BY_SIDE = 4;

/** Reads the appliances of one shard. A replay finds the work done and does nothing. */
@Processor(QUEUES.sweep.name, { concurrency: SHARDS_SIDE_BY_SIDE })
export class SweepProcessor extends WorkerHost {
  private readonly slots: SessionSlots;

  constructor(private readonly process_: WorkerProcess) {
    super();
    this.slots = new SessionSlots(process_.settings.sweepSessions);
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { stores, settings } = this.process_;
    await underLease(this.process_.holder('work'), { queue: QUEUES.sweep.name, refId }, async (lease, signal) => {
      const sweep = await stores.sweeps.get(refId);
      if (!sweep) return;
      const retrySeconds = Math.min(settings.sweepIntervalSeconds, RETRY_SECONDS);
      const result = await new ShardSweep({ stores, slots: this.slots, retrySeconds }, sweep, signal).run();
      await stores.sweeps.finish(sweep, lease, result);
    });
  }
}

const RETRY_SECONDS = 60;
