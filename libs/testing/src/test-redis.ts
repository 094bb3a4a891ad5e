import { randomBytes } from 'node:crypto';
import { testRunId, testServerUrl } from './test-servers.js';

/** A part of the test Redis that only this caller uses. */
export interface TestRedis {
  readonly url: string;
  /** Begin every key with it (BullMQ's `prefix`). */
  readonly prefix: string;
  /** Removes every key under the prefix. */
  drop(): Promise<void>;
}

/** @throws {TestingError} SERVERS_MISSING - the spec runs outside of `npm test`. */
export function testRedis(): TestRedis {
  const url = testServerUrl('TEST_REDIS_URL');
  const prefix = `sdx-test-${testRunId()}-${randomBytes(6).toString('hex')}`;
  return { url, prefix, drop: () => removeKeys(url, prefix) };
}

async function removeKeys(url: string, prefix: string): Promise<void> {
  const { Redis } = await import('ioredis'); // here, so that pure specs need not load it
  const redis = new Redis(url);
  try {
    for await (const keys of redis.scanStream({ match: `${prefix}*`, count: 1000 })) {
      if ((keys as string[]).length > 0) await redis.unlink(...(keys as string[]));
    }
  } finally {
    redis.disconnect();
  }
}
