import { z } from 'zod';

/** The one shape of job data: the id of what is to be done. The truth is read fresh from Postgres by whoever does it. */
export const jobDataSchema = z.strictObject({ refId: z.string().min(1) });
export type JobData = z.infer<typeof jobDataSchema>;

/** Shards that one worker process reads side by side. */
export const SHARDS_PER_WORKER = 4;

/** Every queue: what a job's `refId` names, and what doing it means. */
export const QUEUES = {
  sweep: { name: 'sweep', refers: 'sweep', title: 'Read a shard of appliances' },
  apply: { name: 'apply', refers: 'rollout', title: 'Apply a rollout' },
  collect: { name: 'collect', refers: 'delivery', title: 'Collect a bundle' },
  transmit: { name: 'transmit', refers: 'delivery', title: 'Transmit a bundle' },
  notify: { name: 'notify', refers: 'notification', title: 'Tell people' },
} as const;

export type QueueName = keyof typeof QUEUES;
export const QUEUE_NAMES = Object.keys(QUEUES) as QueueName[];

/** True for the name of a queue of ours. */
export function isQueueName(name: string): name is QueueName {
  return name in QUEUES;
}
