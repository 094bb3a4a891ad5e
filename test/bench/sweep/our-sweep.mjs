/** The sweep as a worker does it: sessions, parsing, judging, and recording everything in Postgres. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { ShardSweep } from '../../../dist/apps/worker/src/sweeps/sweep-shard.js';
import { migrateDatabase, openDatabase, openStores, Vault } from '../../../dist/libs/persistence/src/index.js';
import { SessionSlots } from '../../../dist/libs/ssh/src/index.js';
import { answerWithRuns, SESSIONS, simulatedInstances } from './measure.mjs';

const SHARD = 100;
const url = process.env.DATABASE_URL ?? '';
await migrateDatabase(url);
const stores = openStores(await openDatabase(url), new Vault(randomBytes(32)));
const login = { kind: 'password', password: process.env.BENCH_PASSWORD ?? '' };
const { id: credentialId } = await stores.credentials.add('bench', 'nsroot', login);
const ids = [];
for (const { name, address, port } of await simulatedInstances()) {
  const fresh = {
    kind: 'vpx',
    name,
    address,
    port,
    credentialId,
    instanceCredentialId: null,
    instancePort: port,
    hostKeyPolicy: 'trust-first',
    jumpHostId: null,
    algorithms: 'modern',
    channel: 'auto',
    site: null,
    groups: [],
  };
  ids.push((await stores.appliances.add(fresh, null, 'bench')).id);
}

const { signal } = new AbortController();
setMaxListeners(0, signal);

await answerWithRuns(async () => {
  const tools = { stores, slots: new SessionSlots(SESSIONS), retrySeconds: 60 };
  let read = 0;
  const shards = [];
  for (let from = 0; from < ids.length; from += SHARD) {
    const sweep = { id: 'swp', kind: 'check', applianceIds: ids.slice(from, from + SHARD), operationId: null };
    shards.push(new ShardSweep(tools, sweep, signal).run());
  }
  for (const { done, failed } of await Promise.all(shards)) read += done - failed;
  return read;
});
