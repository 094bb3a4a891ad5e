import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Worker } from 'bullmq';
import { eventually, testRedis } from '../../testing/src/index.js';
import { Queues } from './open-queues.js';
import { QUEUES } from './queues.js';
import { evictionPolicy, openRedis, redisRemembers } from './redis-connection.js';

const place = testRedis();
const redis = openRedis(place.url, 'producer', () => undefined);
let queues: Queues;
beforeAll(async () => {
  await new Promise((resolve) => redis.once('ready', resolve));
  queues = new Queues(redis, place.prefix, () => undefined);
});
afterAll(async () => {
  await queues.close();
  redis.disconnect();
  await place.drop();
});

const work = (refId: string, dispatches = 0, id = '7') => ({ id, queue: 'collect', refId, priority: 1, dispatches });

describe('Queues.add', () => {
  it('adds one job when two relays hand the same work over', async () => {
    await Promise.all([queues.add([work('dlv_1')]), queues.add([work('dlv_1')])]);
    expect(await queues.get('collect').getJobCountByTypes('waiting', 'prioritized')).toBe(1);
  });

  it('leaves work alone that still waits, and says so', async () => {
    await queues.add([work('dlv_2')]);
    expect(await queues.add([work('dlv_2', 1), work('dlv_3')])).toEqual([work('dlv_3')]);
  });

  it('adds work again whose earlier job is gone', async () => {
    await queues.add([work('dlv_4')]);
    await queues.get('collect').remove('dlv_4-7-1');
    expect(await queues.add([work('dlv_4', 1)])).toEqual([work('dlv_4', 1)]);
  });

  it('adds work that ended and begins again, although its finished job is kept', async () => {
    await queues.add([work('dlv_5')]);
    const connection = openRedis(place.url, 'worker', () => undefined);
    const worker = new Worker(QUEUES.collect.name, () => Promise.resolve(), { connection, prefix: place.prefix });
    await eventually(async () => expect(await queues.get('collect').getJobState('dlv_5-7-1')).toBe('completed'));
    await worker.close();
    connection.disconnect();
    await queues.add([work('dlv_5', 0, '8')]);
    expect(await queues.get('collect').getJobCountByTypes('waiting', 'prioritized')).toBe(1);
  });

  it('puts nothing but an id into a job', async () => {
    const jobs = await queues.get('collect').getJobs(['waiting', 'prioritized']);
    expect(jobs.map((job) => Object.keys(job.data))).toEqual(jobs.map(() => ['refId']));
  });
});

describe('Redis', () => {
  it('is known again until its data is lost', async () => {
    expect(await redisRemembers(redis, place.prefix)).toBe(false);
    expect(await redisRemembers(redis, place.prefix)).toBe(true);
    await redis.del(`${place.prefix}:remembers`);
    expect(await redisRemembers(redis, place.prefix)).toBe(false);
  });

  it('is asked whether it evicts', async () => {
    expect(await evictionPolicy(redis)).toBe('noeviction');
  });
});
