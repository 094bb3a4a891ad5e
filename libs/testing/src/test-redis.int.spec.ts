import { describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { testRedis } from './test-redis.js';

describe('testRedis', () => {
  it('gives each caller a prefix of its own and removes only what is under it', async () => {
    const [mine, other] = [testRedis(), testRedis()];
    expect(mine.prefix).not.toBe(other.prefix);
    const redis = new Redis(mine.url);
    await redis.mset(`${mine.prefix}:a`, 1, `${mine.prefix}:b`, 2, `${other.prefix}:a`, 3);
    await mine.drop();
    expect(await redis.exists(`${mine.prefix}:a`, `${mine.prefix}:b`)).toBe(0);
    expect(await redis.get(`${other.prefix}:a`)).toBe('3');
    await other.drop();
    redis.disconnect();
  });
});
