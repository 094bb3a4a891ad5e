import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import type { Delivery } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import { enrolFleet, receivedBundles, startSystem, type RunningSystem } from '../e2e/running-system.js';

const UPLOADS = 500;
const ASKED_AT_ONCE = 10;

let system: RunningSystem;
let ids: string[];

beforeAll(async () => {
  const env = { COLLECT_CONCURRENCY: '16', TRANSMIT_CONCURRENCY: '16' };
  system = await startSystem({ hosts: 2, instances: 10, workers: 2, env });
  const instances = (await enrolFleet(system)).filter((one) => one.kind === 'sdx-instance');
  ids = [];
  for (let from = 0; from < UPLOADS; from += ASKED_AT_ONCE) {
    const asked = Array.from({ length: ASKED_AT_ONCE }, (_, at) => {
      const instance = instances[(from + at) % instances.length];
      return system.call<Delivery>('POST', '/deliveries', { applianceId: instance?.id, reason: 'chaos' });
    });
    ids.push(...(await Promise.all(asked)).map(({ id }) => id));
  }
}, 180_000);
afterAll(() => system.stop(), 60_000);

/** Waits until this many have arrived, and answers how many there are in each state. */
function delivered(count: number): Promise<Record<string, number>> {
  return eventually(
    async () => {
      const rows = await system.all<Delivery>('/deliveries?type=manual');
      const counts: Record<string, number> = {};
      for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1;
      if ((counts['delivered'] ?? 0) < count) throw new Error(JSON.stringify(counts));
      return counts;
    },
    // Each question counts against the requests that a caller has in a minute.
    { timeoutMs: 300_000, everyMs: 1_000 },
  );
}

async function emptyRedis(): Promise<void> {
  const redis = new Redis(system.redis.url);
  const keys = await redis.keys(`${system.redis.prefix}*`);
  if (keys.length > 0) await redis.del(...keys);
  redis.disconnect();
}

describe(`${UPLOADS} uploads are accepted exactly once`, () => {
  it('when workers, controller and Redis are lost in the middle of them', async () => {
    const early = await delivered(UPLOADS / 10);
    expect(early['delivered']).toBeLessThan(UPLOADS);
    await system.workers.at(0)?.kill();
    await system.startWorker();

    await delivered(UPLOADS / 4);
    await system.workers.at(1)?.kill();
    await system.replaceController(emptyRedis);
    await system.startWorker();

    expect(await delivered(UPLOADS)).toEqual({ delivered: UPLOADS });
    const arrived = new Map((await receivedBundles(system)).map((report) => [report.id, report.accepts]));
    expect(ids.filter((id) => arrived.get(id) !== 1)).toEqual([]);
    expect([new Set(ids).size, arrived.size]).toEqual([UPLOADS, UPLOADS]);
  });
});
