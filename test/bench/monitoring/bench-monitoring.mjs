import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { ROOT } from '../../../scripts/folders.mjs';
import { startPostgres } from '../../../scripts/postgres.mjs';
import { fillFleet } from '../settings/fill-fleet.mjs';

const LIMITS = { evaluateMs: 2000, storeMs: 1000, tickMs: 50 };
const FLEET = { hosts: 10_000, perHost: 9, sites: 40, groups: 40, hostLayers: 0, instanceLayers: 0 };
const SWEPT = 1000;
const READINGS_PER_WRITE = 50;
const TICKS = 60;
const built = (/** @type {string} */ file) => pathToFileURL(path.join(ROOT, 'dist', file)).href;

/**
 * What monitoring costs: judging signals as pure code, storing what a sweep of a thousand appliances found, and the tick
 * that looks for due sweeps among a hundred thousand.
 * @param {(text: string) => void} say
 */
export async function benchMonitoring(say) {
  return [evaluate(say), ...(await inTheDatabase(say))];
}

/** @param {(text: string) => void} say */
function evaluate(say) {
  const script = path.join(ROOT, 'test/bench/monitoring/measure-evaluate.mjs');
  const libraries = [built('libs/callhome/src/index.js'), built('libs/netscaler-cli/src/index.js')];
  const measured = spawnSync(process.execPath, [script, ...libraries], { encoding: 'utf8' });
  if (measured.status !== 0) throw new Error(measured.stderr);
  const { sizes } = JSON.parse(measured.stdout);
  for (const { appliances, ms, findings } of sizes)
    say(`${appliances} appliances, ${findings} findings: ${ms.toFixed(0)} ms CPU`);
  const [, middle, large] = sizes;
  const growth = large.ms / large.appliances / (middle.ms / middle.appliances);
  return {
    name: `CPU to judge the signals of ${large.appliances} appliances and move their conditions on`,
    says: `${large.ms.toFixed(0)} ms (limit ${LIMITS.evaluateMs} ms); each ${growth.toFixed(2)}× what it costs at ${middle.appliances}`,
    limit: LIMITS.evaluateMs,
    sizes,
    growth,
  };
}

/** @param {(text: string) => void} say */
async function inTheDatabase(say) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-bench-'));
  fs.chmodSync(folder, 0o755);
  const postgres = await startPostgres({ folder, logFile: path.join(folder, 'postgres.log'), durable: false });
  const { migrateDatabase, openDatabase, openStores, openVault } = await import(built('libs/persistence/src/index.js'));
  await migrateDatabase(postgres.url);
  const db = new pg.Client({ connectionString: postgres.url });
  await db.connect();
  say('writing 10,000 hosts and 90,000 instances');
  await fillFleet(db, FLEET);
  const database = await openDatabase(postgres.url);
  const stores = openStores(database, openVault(path.join(folder, 'master.key')));
  try {
    const { rows } = await db.query(`SELECT id FROM appliance WHERE kind = 'sdx-instance' ORDER BY id LIMIT ${SWEPT}`);
    const ids = rows.map((row) => row.id);
    const first = await store(stores, ids, 'ok');
    const same = await store(stores, ids, 'ok');
    const failing = await store(stores, ids, 'active');
    const bare = await writeBare(db, ids);
    say(`first ${first.toFixed(0)} ms, unchanged ${same.toFixed(0)} ms, one in fifty failing ${failing.toFixed(0)} ms`);
    const tick = await ticks(stores, db);
    const nothing = await percentile(TICKS, () => db.query('BEGIN; SELECT 1; COMMIT'));
    return [
      {
        name: `Storing what a sweep of ${SWEPT} appliances found, one in fifty failing`,
        says: `${failing.toFixed(0)} ms of waiting for the database (limit ${LIMITS.storeMs} ms), ${same.toFixed(0)} ms where nothing changed; ${(failing / bare).toFixed(1)}× writing the rows and nothing else`,
        limit: LIMITS.storeMs,
        ratio: failing / bare,
      },
      {
        name: 'Tick of the schedule at p95, 100,000 appliances with a due date',
        says: `${tick.toFixed(1)} ms (limit ${LIMITS.tickMs} ms), ${(tick / nothing).toFixed(1)}× a transaction with nothing in it`,
        limit: LIMITS.tickMs,
        ratio: tick / nothing,
      },
    ];
  } finally {
    await db.end();
    await database.close();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

const CODES = [
  'compact-flash-error',
  'hard-disk-error',
  'ssl-card-failure',
  'warm-restart',
  'memory-anomaly',
  'rate-limit-drop',
];

/** Milliseconds to record readings as a shard does, without the time that this process worked itself. */
async function store(stores, ids, state) {
  const readings = ids.map((applianceId, index) => readingOf(applianceId, index % 50 === 0 ? state : 'ok'));
  const startedAt = performance.now();
  const ownBefore = process.cpuUsage();
  for (let from = 0; from < readings.length; from += READINGS_PER_WRITE) {
    await stores.readings.record(readings.slice(from, from + READINGS_PER_WRITE));
  }
  const own = process.cpuUsage(ownBefore);
  return performance.now() - startedAt - (own.user + own.system) / 1000;
}

function readingOf(applianceId, state) {
  const finding = (code) => {
    const active = code === 'hard-disk-error' && state === 'active';
    return {
      ...{ code, component: 'appliance', state: active ? 'active' : 'ok', severity: active ? 'critical' : 'none' },
      ...{ title: code, evidence: { command: 'show callhome', line: code }, affects: [] },
    };
  };
  const bootMs = Date.UTC(2026, 0, 1);
  return {
    applianceId,
    at: new Date(),
    outcome: {
      kind: 'read',
      facts: {
        ...{ model: 'VPX', serial: `S${applianceId}`, release: '13.1', build: '13.1-53.17', mode: 'standalone' },
        ...{ boot: { earliestMs: bootMs, latestMs: bootMs }, callHome: null, registration: null, totalSslCores: null },
        ...{ unrecognised: {}, components: [], findings: CODES.map(finding) },
      },
    },
    ...{ offeredKey: null, channel: 'exec', suppress: null, reportedByHost: [], retryInSeconds: null },
  };
}

/** As many rows of the same size, written in as many transactions. */
async function writeBare(db, ids) {
  await db.query(
    'CREATE TABLE bare (id text, code text, seen timestamptz, title text, evidence jsonb, PRIMARY KEY (id, code))',
  );
  const startedAt = performance.now();
  for (let from = 0; from < ids.length; from += READINGS_PER_WRITE) {
    await db.query('BEGIN');
    await db.query(
      `INSERT INTO bare SELECT id, code, now(), code, jsonb_build_object('command', 'show callhome', 'line', code)
       FROM unnest($1::text[]) AS id, unnest($2::text[]) AS code`,
      [ids.slice(from, from + READINGS_PER_WRITE), CODES],
    );
    await db.query('COMMIT');
  }
  return performance.now() - startedAt;
}

async function ticks(stores, db) {
  await db.query(`UPDATE appliance SET sweep_due_at = now() + (1 + random()) * interval '1 hour'`);
  await db.query('ANALYZE');
  return percentile(TICKS, async (index) => {
    // Most seconds a few hundred are due: a hundred thousand in five minutes.
    await db.query(
      `UPDATE appliance SET sweep_due_at = now() WHERE id IN
         (SELECT id FROM appliance ORDER BY id OFFSET $1::int * 300 LIMIT 300)`,
      [index],
    );
    await db.query('UPDATE sweep SET finished_at = now() WHERE finished_at IS NULL');
    const startedAt = performance.now();
    await stores.sweeps.schedule(300, 100);
    return performance.now() - startedAt;
  });
}

/** The 95th of a hundred, milliseconds. `one` may time itself. */
async function percentile(count, one) {
  const times = [];
  for (let index = 0; index < count; index += 1) {
    const startedAt = performance.now();
    const own = await one(index);
    times.push(typeof own === 'number' ? own : performance.now() - startedAt);
  }
  return times.toSorted((a, b) => a - b)[Math.floor(count * 0.95)] ?? 0;
}
