import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Appliance, Delivery, DeliveryTransition } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import { deliveriesIn, enrolFleet, received, startSystem, type RunningSystem } from '../e2e/running-system.js';

let system: RunningSystem;
let instance: Appliance;

beforeAll(async () => {
  system = await startSystem({ hosts: 1, instances: 2, workers: 1 });
  const appliances = await enrolFleet(system);
  const found = appliances.find((one) => one.kind === 'sdx-instance');
  if (!found) throw new Error('the fleet has instances');
  instance = found;
}, 120_000);
afterAll(() => system.stop(), 60_000);

const send = () => system.call<Delivery>('POST', '/deliveries', { applianceId: instance.id, reason: 'chaos' });
const receiver = (mode: Record<string, unknown>) => system.simulator.control('POST', '/receiver', mode);
const until = (id: string, state: Delivery['state']) =>
  eventually(
    async () => {
      const now = await system.call<Delivery>('GET', `/deliveries/${id}`);
      if (now.state !== state) throw new Error(`${now.state} (${now.reason ?? ''}), not ${state}`);
      return now;
    },
    { timeoutMs: 60_000 },
  );
const reportOf = async (id: string) => (await received(system)).find((report) => report.id === id);

describe('a delivery is accepted exactly once', () => {
  it('when its worker is killed in the middle of the upload', async () => {
    await receiver({ mode: 'slow', bytesPerSecond: 20_000 });
    const { id } = await send();
    await until(id, 'transmitting');
    await system.workers.at(-1)?.kill();
    await receiver({ mode: 'accept' });
    await system.startWorker();
    const delivered = await until(id, 'delivered');
    expect(await reportOf(id)).toMatchObject({ sha256: delivered.bundle?.sha256, accepts: 1 });
    const steps = await system.all<DeliveryTransition>(`/deliveries/${id}/transitions`);
    expect(steps.map((step) => step.reason)).toContain('worker-lost');
  });

  it('when the answer of the receiver is lost with the worker', async () => {
    await receiver({ mode: 'accept' });
    await system.simulator.control('POST', `/appliances/${instance.name}/latency`, { ms: 0 });
    const { id } = await send();
    // The report is at the receiver, and its worker is killed whether it has recorded that or not.
    await eventually(async () => expect(await reportOf(id)).toBeDefined(), { timeoutMs: 60_000 });
    await system.workers.at(-1)?.kill();
    await system.startWorker();
    await until(id, 'delivered');
    expect(await reportOf(id)).toMatchObject({ accepts: 1 });
  });

  it('when Redis loses everything while work is queued', async () => {
    await receiver({ mode: 'unavailable', times: 2 });
    const sent = [await send(), await send(), await send()];
    const redis = new Redis(system.redis.url);
    const keys = await redis.keys(`${system.redis.prefix}*`);
    if (keys.length > 0) await redis.del(...keys);
    redis.disconnect();
    for (const { id } of sent) await until(id, 'delivered');
    for (const { id } of sent) expect(await reportOf(id)).toMatchObject({ accepts: 1 });
  });

  it('and no delivery is left without an end', async () => {
    await deliveriesIn(system, 'delivered', 5);
  });
});
