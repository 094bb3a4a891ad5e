import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Appliance, Operation } from '../../libs/contract/src/index.js';
import { eventually } from '../../libs/testing/src/index.js';
import { enrolFleet, startSystem, type RunningSystem } from './running-system.js';

let system: RunningSystem;
let host: Appliance;
beforeAll(async () => {
  system = await startSystem({ hosts: 1, instances: 1, workers: 2 });
  const [first] = (await enrolFleet(system)).filter(({ kind }) => kind === 'sdx-host');
  if (first === undefined) throw new Error('there is one host');
  host = first;
}, 120_000);
afterAll(() => system.stop(), 60_000);

describe('an SVM that two workers are asked to read', () => {
  it('sees one login at a time, and every reading is done', async () => {
    const asked = await Promise.all(
      Array.from({ length: 8 }, (_, index) =>
        system.call<Operation>('POST', `/appliances/${host.id}/actions/${index % 2 === 0 ? 'check' : 'test'}`),
      ),
    );
    for (const { id } of asked) {
      await eventually(
        async () => {
          const operation = await system.call<Operation>('GET', `/operations/${id}`);
          if (operation.state !== 'done') throw new Error(`${operation.state} ${operation.problem ?? ''}`);
        },
        { timeoutMs: 90_000 },
      );
    }
    const stats = (await system.simulator.control('GET', '/stats')) as {
      appliances: Record<string, { sessionsMax: number; authOk: number }>;
    };
    expect(stats.appliances[host.name]).toMatchObject({ sessionsMax: 1 });
    expect(stats.appliances[host.name]?.authOk).toBeGreaterThan(1);
  });
});
