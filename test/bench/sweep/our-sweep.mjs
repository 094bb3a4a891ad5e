/** The sweep as a worker does it: sessions, parsing, judging, and recording everything in Postgres. */
import 'reflect-metadata';
import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import pg from 'pg';
import { ApplianceSessions } from '../../../dist/apps/worker/src/connection/appliance-sessions.js';
import { JumpWays } from '../../../dist/apps/worker/src/connection/jump-ways.js';
import { ShardSweep } from '../../../dist/apps/worker/src/sweeps/sweep-shard.js';
import { migrateDatabase, openDatabase, openStores, Vault } from '../../../dist/libs/persistence/src/index.js';
import { DEFAULT_POOL_LIMITS, SessionPool } from '../../../dist/libs/ssh/src/index.js';
import { answerWithRuns, SESSIONS, simulatedInstances } from './measure.mjs';

const SHARD = 100;
const url = await ownDatabase(process.env.DATABASE_URL ?? '');
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
const maxIdle = Number(process.env.BENCH_KEPT ?? 1000);
const pool = new SessionPool({ ...DEFAULT_POOL_LIMITS, maxSessions: SESSIONS, maxIdle });
/** @type {number[]} milliseconds from the connect, or from an open session's turn, to the end of the work */
let visits = [];
const timed = {
  /** @param {string} prefix */
  evict: (prefix) => pool.evict(prefix),
  /** @param {any} use @param {AbortSignal} ofUse @param {(session: any) => Promise<any>} work */
  use: async (use, ofUse, work) => {
    let began = 0;
    const start = () => (began ||= performance.now());
    const done = await pool.use({ ...use, progress: start }, ofUse, (session) => {
      start();
      return work(session);
    });
    visits.push(performance.now() - began);
    return done;
  },
};
const sessions = new ApplianceSessions(timed);
const ways = new JumpWays(stores, (error) => void process.stderr.write(`${error}\n`));

await answerWithRuns(async (word) => {
  if (word === 'cold') await pool.evict('');
  visits = [];
  let read = 0;
  const shards = [];
  for (let from = 0; from < ids.length; from += SHARD) {
    const sweep = { id: 'swp', kind: 'scheduled', applianceIds: ids.slice(from, from + SHARD), operationId: null };
    shards.push(new ShardSweep({ stores, sessions, ways, retrySeconds: 60 }, sweep, signal).run());
    // A worker has a few shards in hand at a time.
    if (shards.length === 4) for (const { done, failed } of await Promise.all(shards.splice(0))) read += done - failed;
  }
  for (const { done, failed } of await Promise.all(shards)) read += done - failed;
  const sorted = visits.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ share) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { read, p50Ms: at(0.5), p95Ms: at(0.95), open: pool.counts.open };
});

/** Programs of one run read the same addresses, so each has an inventory of its own. @param {string} server */
async function ownDatabase(server) {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  await admin.query(`CREATE DATABASE ${name}`);
  await admin.end();
  return new URL(`/${name}`, server).href;
}
