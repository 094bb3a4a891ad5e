import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { eventually } from '../../../../libs/testing/src/index.js';
import { launchController, type ControllerUnderTest } from '../controller-under-test.fake.js';
import { addFleet } from '../fleet-under-test.fake.js';
import { OutboxRelay } from './outbox-relay.js';

let controller: ControllerUnderTest;
let relay: OutboxRelay;
let applianceId: string;
beforeAll(async () => {
  // The loop of the controller itself looks so seldom that the specs are alone with their own runs.
  controller = await launchController({ RELAY_INTERVAL_MS: '60000' });
  relay = controller.app.get(OutboxRelay, { strict: false });
  applianceId = (await addFleet(controller.stores, ['vpx-pay-1'])).ids[0] ?? '';
  // An appliance is registered when it is first read: the work of that is not what is counted here.
  for (const { id } of await controller.stores.deliveries.list({ type: 'registration' }, 10, null)) {
    await controller.stores.deliveryWork.cancel(id, 'spec');
  }
  await emptyRedis();
});
afterAll(() => controller.close());

const jobIds = async (name: 'collect' | 'sweep') => {
  const jobs = await controller.resources.queues.get(name).getJobs(['waiting', 'prioritized', 'delayed']);
  return jobs.map((job) => job.id);
};

async function emptyRedis(): Promise<void> {
  const redis = new Redis(controller.settings.redisUrl);
  const keys = await redis.keys(`${controller.settings.redisPrefix}*`);
  if (keys.length > 0) await redis.unlink(...keys);
  redis.disconnect();
}

describe('the relay', () => {
  it('hands over work as soon as it is there, without waiting for its interval', async () => {
    const id = await controller.stores.deliveryWork.request(applianceId, 'spec', 'a test');
    await eventually(async () => expect(await jobIds('collect')).toEqual([expect.stringMatching(`^${id}-\\d+-1$`)]));
  });

  it('adds a piece of work once, however many relays run', async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, () => controller.stores.deliveryWork.request(applianceId, 'spec', 'a test')),
    );
    await Promise.all(Array.from({ length: 4 }, () => relay.run()));
    await eventually(async () => {
      const waiting = await jobIds('collect');
      expect(waiting.filter((id) => ids.some((each) => id?.startsWith(`${each}-`) && id.endsWith('-1')))).toHaveLength(
        20,
      );
    });
    await relay.run();
    expect(await jobIds('collect')).toHaveLength(21);
    expect(new Set(await jobIds('collect')).size).toBe((await jobIds('collect')).length);
  });

  it('fills an emptied Redis again from the database', async () => {
    const before = await jobIds('collect');
    await emptyRedis();
    expect(await jobIds('collect')).toEqual([]);
    await relay.run();
    expect(await jobIds('collect')).toHaveLength(before.length);
  });

  it('shows the same work in the view of the queues', async () => {
    const { body } = await controller.admin.call('listQueues');
    const collect = (body.items as { name: string; waiting: number; outstanding: number }[]).find(
      (queue) => queue.name === 'collect',
    );
    expect(collect).toMatchObject({ waiting: 21, outstanding: 21, paused: false });
  });

  it('marks nothing while Redis is away, and says so where people look', async () => {
    controller.resources.redis.disconnect();
    await eventually(() => expect(controller.resources.redis.status).toBe('end'));
    expect(await relay.run()).toBeNull();
    const queues = await controller.admin.ask('GET', '/api/v1/queues');
    expect(queues).toMatchObject({ status: 503, body: { code: 'queue-unavailable' } });
    const ready = await controller.anyone.ask('GET', '/readyz');
    expect(ready).toMatchObject({ status: 503, body: { checks: { database: { ok: true }, redis: { ok: false } } } });
    expect((await controller.admin.call('getOverview')).status).toBe(200);

    await controller.resources.redis.connect();
    await eventually(async () => expect((await controller.anyone.ask('GET', '/readyz')).status).toBe(200));
  });
});
