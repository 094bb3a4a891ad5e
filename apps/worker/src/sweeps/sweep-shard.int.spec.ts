import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { ApplianceFacts, Sweep } from '../../../../libs/persistence/src/index.js';
import { SessionPool } from '../../../../libs/ssh/src/index.js';
import { openTestStores, type TestStores } from '../../../../libs/testing/src/index.js';
import { ApplianceSessions } from '../connection/appliance-sessions.js';
import { JumpWays } from '../connection/jump-ways.js';
import { ShardSweep, type SweepResult } from './sweep-shard.js';

const RETRY_SECONDS = 30;
const INTERVAL_SECONDS = 3600;

let test: TestStores;
let pool: SessionPool;
let credentialId: string;
/** Nobody listens there. */
let port: number;
beforeAll(async () => {
  test = await openTestStores();
  pool = new SessionPool();
  const login = { kind: 'password', password: 'x' } as const;
  ({ id: credentialId } = await test.stores.credentials.add('specs', 'nsroot', login));
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  ({ port } = probe.address() as AddressInfo);
  probe.close();
  await once(probe, 'close');
});
afterAll(async () => {
  await pool.close();
  await test.close();
});

let number = 0;
async function add(kind: 'sdx-host' | 'vpx'): Promise<string> {
  number += 1;
  const row = await test.stores.appliances.add(
    {
      kind,
      name: `appliance-${number}`,
      address: `127.0.0.${number}`,
      port,
      credentialId,
      instanceCredentialId: null,
      instancePort: port,
      hostKeyPolicy: 'trust-first',
      jumpHostId: null,
      algorithms: 'modern',
      channel: 'exec',
      site: null,
      groups: [],
    },
    null,
    'specs',
  );
  return row.id;
}

async function addInstance(): Promise<string> {
  const hostId = await add('sdx-host');
  const seen = { uuid: `vm-${number}`, name: `vpx-${number}`, address: `127.0.1.${number}` };
  return (await test.stores.instances.reconcile(hostId, [seen])).ids[0] ?? '';
}

async function known(id: string): Promise<ApplianceFacts> {
  const [facts] = await test.stores.appliances.facts([id]);
  if (facts === undefined) throw new Error('the appliance is there');
  return facts;
}

function sweep(id: string, kind: Sweep['kind'] = 'scheduled'): Promise<SweepResult> {
  const { stores } = test;
  const ways = new JumpWays(stores, () => undefined);
  const tools = { stores, sessions: new ApplianceSessions(pool), ways, retrySeconds: RETRY_SECONDS };
  const shard: Sweep = {
    id: 'swp_1',
    kind,
    applianceIds: [id],
    operationId: null,
    site: null,
    createdAt: new Date(),
    finishedAt: null,
  };
  return new ShardSweep(tools, shard, new AbortController().signal).run();
}

/** One sweep as the schedule makes it; when the next one is due, as it stands afterwards. */
async function sweepOnSchedule(id: string): Promise<'never' | 'soon' | 'on schedule'> {
  await test.database.source.query(
    'UPDATE appliance SET sweep_due_at = now() WHERE id = $1 AND sweep_due_at IS NOT NULL',
    [id],
  );
  await test.stores.sweeps.schedule(INTERVAL_SECONDS, 100);
  await sweep(id);
  const dueAt = (await known(id)).appliance.sweepDueAt;
  if (dueAt === null) return 'never';
  return dueAt.getTime() - Date.now() <= RETRY_SECONDS * 1000 ? 'soon' : 'on schedule';
}

describe('ShardSweep: an appliance that does not answer', () => {
  it('is tried again soon until it is unreachable, then on its own schedule', async () => {
    const id = await add('vpx');
    const told: unknown[] = [];
    for (let time = 0; time < 4; time += 1) {
      const next = await sweepOnSchedule(id);
      const { reachability, cause } = (await known(id)).observation;
      told.push([reachability, cause, next]);
    }
    expect(told).toEqual([
      ['unknown', 'connect-refused', 'soon'],
      ['unknown', 'connect-refused', 'soon'],
      ['unreachable', 'connect-refused', 'on schedule'],
      ['unreachable', 'connect-refused', 'on schedule'],
    ]);
  });

  it('is tried again soon for as long as it stays away where only its host has a schedule', async () => {
    const id = await addInstance();
    const told: unknown[] = [];
    for (let time = 0; time < 4; time += 1) told.push(await sweepOnSchedule(id));
    expect(told).toEqual(['soon', 'soon', 'soon', 'soon']);
    expect((await known(id)).observation).toMatchObject({ reachability: 'unreachable', misses: 3 });
  });

  it('misses what a person asked for as well', async () => {
    const id = await add('vpx');
    for (const kind of ['discover', 'check', 'test'] as const) {
      expect(await sweep(id, kind)).toEqual({ done: 1, failed: 1, problem: 'connect-refused' });
    }
    expect((await known(id)).observation).toMatchObject({ reachability: 'unreachable', misses: 3 });
  });
});

describe('ShardSweep: an appliance in a state that is left alone', () => {
  const STATES = [
    ['reachability', 'maintenance', 'maintenance'],
    ['credential_state', 'suspended', 'credential-suspended'],
    ['credential_state', 'expired', 'credential-expired'],
  ] as const;
  const put = (id: string, column: string, state: string) =>
    test.database.source.query(`UPDATE observation SET ${column} = $2 WHERE appliance_id = $1`, [id, state]);

  it.each(STATES)('is not tried while its %s is %s', async (column, state, problem) => {
    const id = await add('vpx');
    await put(id, column, state);
    for (const kind of ['scheduled', 'discover', 'check'] as const) {
      expect(await sweep(id, kind)).toEqual({ done: 1, failed: 1, problem });
    }
    expect((await known(id)).observation).toMatchObject({ reachabilityAt: null, misses: 0, cause: null });
  });

  it.each(STATES)('is tried by a person’s connection test also while its %s is %s', async (column, state, _problem) => {
    const id = await add('vpx');
    await put(id, column, state);
    expect(await sweep(id, 'test')).toMatchObject({ failed: 1, problem: 'connect-refused' });
    expect((await known(id)).observation.cause).toBe('connect-refused');
  });
});
