import { Redis, type RedisOptions } from 'ioredis';

/** How a process uses Redis: producers fail at once when it is away, workers wait for it. */
export type RedisUse = 'producer' | 'worker';

const OPTIONS: Record<RedisUse, RedisOptions> = {
  producer: { enableOfflineQueue: false, maxRetriesPerRequest: 1, connectTimeout: 5000 },
  worker: { maxRetriesPerRequest: null, connectTimeout: 5000 },
};

/** Opens a connection for BullMQ; `onError` hears of every failed attempt, the connection goes on trying. */
export function openRedis(url: string, use: RedisUse, onError: (error: Error) => void): Redis {
  const redis = new Redis(url, OPTIONS[use]);
  redis.on('error', onError);
  return redis;
}

/**
 * Reads what BullMQ needs of Redis: that it evicts nothing. A Redis that hides its configuration gives null.
 * @returns the eviction policy, `noeviction` being the only safe one.
 */
export async function evictionPolicy(redis: Redis): Promise<string | null> {
  try {
    const answer = await redis.config('GET', 'maxmemory-policy');
    return Array.isArray(answer) && typeof answer[1] === 'string' ? answer[1] : null;
  } catch {
    return null;
  }
}

/**
 * Tells whether Redis still holds the mark that an earlier call left, and leaves it. False means an emptied (or a new)
 * Redis: everything that was handed over to it is gone.
 */
export async function redisRemembers(redis: Redis, prefix: string): Promise<boolean> {
  return (await redis.set(`${prefix}:remembers`, '1', 'GET')) !== null;
}
