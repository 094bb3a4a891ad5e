export {
  QUEUES,
  QUEUE_NAMES,
  SHARDS_PER_WORKER,
  isQueueName,
  jobDataSchema,
  type JobData,
  type QueueName,
} from './queues.js';
export { Queues, type WorkToQueue } from './open-queues.js';
export { evictionPolicy, openRedis, redisRemembers, type RedisUse } from './redis-connection.js';
