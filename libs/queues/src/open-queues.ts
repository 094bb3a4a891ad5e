import { Queue, type ConnectionOptions, type JobsOptions } from 'bullmq';
import { QUEUE_NAMES, QUEUES, type JobData, type QueueName } from './queues.js';

/**
 * Work as the outbox hands it over. `id` is another one when the same work ended and began again; `dispatches` is how
 * often it was handed over before.
 */
export interface WorkToQueue {
  id: string;
  queue: string;
  refId: string;
  priority: number;
  dispatches: number;
}

// Retrying is decided in Postgres, so a job is tried once. Some finished jobs stay for people to look at.
const JOB_OPTIONS = {
  attempts: 1,
  removeOnComplete: { age: 3600, count: 500 },
  removeOnFail: { age: 86_400, count: 1000 },
} as const satisfies JobsOptions;

// Not `active`: work whose lease ran out may have a job that still counts as active, of a worker that is gone.
const STILL_QUEUED = new Set(['waiting', 'delayed', 'prioritized']);

/** The queues of one process that adds jobs. */
export class Queues {
  private readonly queues: ReadonlyMap<QueueName, Queue<JobData>>;

  /** `connection` should fail fast (no offline queue), so that nobody waits for a Redis that is away. */
  constructor(connection: ConnectionOptions, prefix: string, onError: (error: Error) => void) {
    this.queues = new Map(
      QUEUE_NAMES.map((name) => {
        const queue = new Queue<JobData>(QUEUES[name].name, { connection, prefix });
        queue.on('error', onError);
        return [name, queue];
      }),
    );
  }

  all(): Queue<JobData>[] {
    return [...this.queues.values()];
  }

  get(name: QueueName): Queue<JobData> {
    const queue = this.queues.get(name);
    if (!queue) throw new TypeError(`no queue ${name}`);
    return queue;
  }

  /**
   * Adds work as jobs and answers what was really added. A job id holds the number of the handing-over, so adding the
   * same work twice adds one job; work whose earlier job still waits is left alone. Finished jobs are kept for a while,
   * so it also holds the outbox row: work that begins again is not taken for the job that ended.
   */
  async add<Work extends WorkToQueue>(work: readonly Work[]): Promise<Work[]> {
    const added: Work[] = [];
    for (const name of QUEUE_NAMES) {
      const mine = work.filter((row) => row.queue === name);
      if (mine.length === 0) continue;
      const queue = this.get(name);
      const queued = await Promise.all(mine.map((row) => this.stillQueued(queue, row)));
      const fresh = mine.filter((_, index) => !queued[index]);
      await queue.addBulk(
        fresh.map((row) => ({
          name,
          data: { refId: row.refId },
          opts: { ...JOB_OPTIONS, jobId: jobId(row, row.dispatches + 1), priority: row.priority },
        })),
      );
      added.push(...fresh);
    }
    return added;
  }

  async close(): Promise<void> {
    await Promise.all(this.all().map((queue) => queue.close()));
  }

  private async stillQueued(queue: Queue<JobData>, work: WorkToQueue): Promise<boolean> {
    if (work.dispatches === 0) return false;
    return STILL_QUEUED.has(await queue.getJobState(jobId(work, work.dispatches)));
  }
}

/** No colons: BullMQ refuses them in custom ids. */
function jobId(work: WorkToQueue, number: number): string {
  return `${work.refId}-${work.id}-${number}`;
}
