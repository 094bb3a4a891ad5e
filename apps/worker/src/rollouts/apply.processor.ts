import { Processor, WorkerHost } from '@nestjs/bullmq';
import type { Job } from 'bullmq';
import type { Lease } from '../../../../libs/persistence/src/index.js';
import { QUEUES, jobDataSchema } from '../../../../libs/queues/src/index.js';
import { underLease } from '../leases/under-lease.js';
import { WorkerProcess } from '../worker-process.js';
import { applyTarget, type ApplyTools } from './apply-target.js';

const TARGETS_AT_ONCE = 200;

/** Runs one rollout to its end. A worker that takes over from a lost one goes on with the targets that are left. */
@Processor(QUEUES.apply.name, { concurrency: 2 })
export class ApplyProcessor extends WorkerHost {
  constructor(private readonly process_: WorkerProcess) {
    super();
  }

  override async process(job: Job): Promise<void> {
    const { refId } = jobDataSchema.parse(job.data);
    const { rollouts } = this.process_.stores;
    await underLease(this.process_.holder('work'), { queue: QUEUES.apply.name, refId }, async (lease, signal) => {
      for (;;) {
        const targets = await rollouts.unfinished(refId, TARGETS_AT_ONCE);
        if (targets.length === 0) break;
        const settled = await Promise.allSettled(targets.map((target) => this.apply(lease, target, signal)));
        signal.throwIfAborted();
        for (const one of settled) if (one.status === 'rejected') throw one.reason;
      }
      await rollouts.finish(lease, refId);
    });
  }

  private async apply(
    lease: Lease,
    target: Awaited<ReturnType<WorkerProcess['stores']['rollouts']['unfinished']>>[number],
    signal: AbortSignal,
  ): Promise<void> {
    const { stores, sessions, ways } = this.process_;
    const note: ApplyTools['note'] = (progress) => stores.rollouts.recordTarget(lease, target, progress);
    await note(await applyTarget({ stores, sessions, ways, note }, target, signal));
  }
}
