import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import { QUEUES, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { underLease } from '../leases/under-lease.js';
import { WorkerProcess } from '../worker-process.js';
import { RolloutRun } from './rollout-run.js';

/** Runs rollouts. A worker that takes over from a lost one goes on with what is left. */
@Processor(QUEUES.apply.name, { concurrency: 2 })
export class ApplyProcessor extends WorkerHost {
  constructor(private readonly process_: WorkerProcess) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { stores, sessions, ways } = this.process_;
    await underLease(this.process_.holder('work'), { queue: QUEUES.apply.name, refId }, (lease, signal) =>
      new RolloutRun({ stores, sessions, ways }, lease, signal).run(),
    );
  }
}
