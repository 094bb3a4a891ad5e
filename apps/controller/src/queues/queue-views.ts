import { Injectable } from '@nestjs/common';
import type { z } from 'zod';
import type { queueSchema } from '../../../../libs/contract/src/index.js';
import { OutboxStore } from '../../../../libs/persistence/src/index.js';
import { QUEUE_NAMES } from '../../../../libs/queues/src/index.js';
import { Resources } from '../resources.js';

export type QueueView = z.infer<typeof queueSchema>;
export type JobCounts = Pick<QueueView, 'name' | 'waiting' | 'active' | 'delayed' | 'failed' | 'paused'>;

/** What is in the queues of Redis, and what the database still holds for them. */
@Injectable()
export class QueueViews {
  constructor(
    private readonly resources: Resources,
    private readonly outbox: OutboxStore,
  ) {}

  /** Jobs by state in every queue; null while Redis does not answer. */
  async counts(): Promise<JobCounts[] | null> {
    const { queues, redis } = this.resources;
    if (redis.status !== 'ready') return null;
    try {
      return await Promise.all(
        QUEUE_NAMES.map(async (name) => {
          const queue = queues.get(name);
          const [counts, paused] = await Promise.all([
            queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
            queue.isPaused(),
          ]);
          const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
          return { name, waiting: waiting + prioritized, active, delayed, failed, paused };
        }),
      );
    } catch {
      return null;
    }
  }

  /** All queues; null while Redis does not answer. */
  async all(): Promise<QueueView[] | null> {
    const [counts, rows] = await Promise.all([this.counts(), this.outbox.outstanding()]);
    if (counts === null) return null;
    const held = new Map(rows.map((row) => [row.queue, row]));
    return counts.map((queue) => ({
      ...queue,
      outstanding: held.get(queue.name)?.outstanding ?? 0,
      oldestSeconds: held.get(queue.name)?.oldestSeconds ?? null,
    }));
  }
}
