import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { ROOT } from '../../../scripts/folders.mjs';
import { startPostgres } from '../../../scripts/postgres.mjs';
import { startRedis } from '../../../scripts/redis.mjs';
import { runProgram } from '../sweep/run-program.mjs';
import { fillFleet, idOf } from './fill-fleet.mjs';

const LIMITS = { resolveMs: 2000, memoryMb: 500, planSeconds: 10, effectiveMs: 50 };
const FLEET = { hosts: 10_000, perHost: 10, sites: 40, groups: 459, hostLayers: 500, instanceLayers: 1000 };
const PLANNED = 10_000;
const PAGES = 300;
const WARM_UP = 50;
/** Each token has its own limit of requests a minute. */
const TOKENS = 5;

/**
 * What settings cost: resolving and planning as pure code, a stored plan, and the effective values of an appliance over
 * the API with a hundred thousand instances in the database, each against the same request with nothing behind it.
 * @param {(text: string) => void} say
 */
export async function benchSettings(say) {
  return [...resolveAndPlan(say), ...(await overTheApi(say))];
}

/** @param {(text: string) => void} say */
function resolveAndPlan(say) {
  const library = pathToFileURL(path.join(ROOT, 'dist/libs/callhome/src/index.js')).href;
  const script = path.join(ROOT, 'test/bench/settings/measure-resolve.mjs');
  const measured = spawnSync(process.execPath, ['--expose-gc', script, library], { encoding: 'utf8' });
  if (measured.status !== 0) throw new Error(measured.stderr);
  const { layers, sizes, peakMb } = JSON.parse(measured.stdout);
  for (const { instances, ms } of sizes) say(`${instances} instances resolved and planned: ${ms.toFixed(0)} ms CPU`);
  const [, middle, large] = sizes;
  const growth = large.ms / large.instances / (middle.ms / middle.instances);
  return [
    {
      name: `CPU to resolve and plan ${large.instances} instances from ${layers} layers`,
      says: `${large.ms.toFixed(0)} ms (limit ${LIMITS.resolveMs} ms), at most ${peakMb.toFixed(0)} MB (limit ${LIMITS.memoryMb} MB)`,
      limit: LIMITS.resolveMs,
      sizes,
    },
    {
      name: `Cost per instance at ${large.instances}, against ${middle.instances}`,
      says: `${growth.toFixed(2)}×`,
      growth,
    },
  ];
}

/** @param {(text: string) => void} say */
async function overTheApi(say) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-bench-'));
  fs.chmodSync(folder, 0o755);
  const place = (/** @type {string} */ name) => ({ folder, logFile: path.join(folder, `${name}.log`), durable: false });
  const postgres = await startPostgres(place('postgres'));
  const redis = await startRedis(place('redis'));
  const password = randomBytes(12).toString('hex');
  const env = {
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    ADMIN_PASSWORD: password,
    DATA_DIR: folder,
    PORT: '0',
    LOG_LEVEL: 'warn',
    // No sweep may come due beside what is measured.
    SWEEP_INTERVAL_SECONDS: '86400',
  };
  const migrated = spawnSync(process.execPath, [path.join(ROOT, 'dist/apps/controller/src/migrate.js')], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  });
  if (migrated.status !== 0) throw new Error(migrated.stderr);
  const db = new pg.Client({ connectionString: postgres.url });
  await db.connect();
  say('writing 10,000 hosts and 100,000 instances');
  await fillFleet(db, FLEET);
  await db.end();
  const controller = await runProgram('dist/apps/controller/src/main.js', [], env);
  try {
    const ask = await signedIn(controller.ready.url, password);
    const planMs = await timeOf(() =>
      ask('POST', '/plans', { applianceIds: Array.from({ length: PLANNED }, (_, index) => idOf(index * 7, 'V')) }),
    );
    const nothing = await percentile(() => ask('GET', '/me'));
    const one = await percentile(() => ask('GET', `/appliances/${idOf(someIndex(), 'V')}/effective`));
    const bare = await percentile(() => ask('GET', `/appliances/${idOf(someIndex(), 'V')}`));
    say(`a request with nothing behind it ${nothing.toFixed(1)} ms, an appliance ${bare.toFixed(1)} ms at p95`);
    return [
      {
        name: `A stored plan for ${PLANNED} appliances among 100,000`,
        says: `${(planMs / 1000).toFixed(1)} s (limit ${LIMITS.planSeconds} s)`,
        limit: LIMITS.planSeconds,
      },
      {
        name: 'Effective values of an appliance at p95, 100,000 in the database',
        says: `${one.toFixed(1)} ms (limit ${LIMITS.effectiveMs} ms), ${(one / bare).toFixed(2)}× the appliance itself, ${(one / nothing).toFixed(2)}× a request with nothing behind it`,
        limit: LIMITS.effectiveMs,
        ratio: one / bare,
      },
    ];
  } finally {
    await controller.end();
    await redis.stop();
    await postgres.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

let drawn = 1;
// The same appliances in every run, spread over the fleet.
const someIndex = () => (drawn = (drawn * 48_271) % 2_147_483_647) % (FLEET.hosts * FLEET.perHost);

/** @param {string} url @param {string} password */
async function signedIn(url, password) {
  const headers = { 'content-type': 'application/json' };
  const signIn = await fetch(`${url}/api/v1/session`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ username: 'admin', password }),
  });
  const cookie = signIn.headers.get('set-cookie')?.split(';')[0] ?? '';
  const bearers = await Promise.all(
    Array.from({ length: TOKENS }, async (_, index) => {
      const answer = await fetch(`${url}/api/v1/tokens`, {
        method: 'POST',
        headers: { ...headers, cookie },
        body: JSON.stringify({ name: `bench ${index}` }),
      });
      const { token } = await answer.json();
      return token;
    }),
  );
  let asked = 0;
  return async (/** @type {string} */ method, /** @type {string} */ path, /** @type {unknown} */ body = undefined) => {
    const bearer = bearers[(asked += 1) % TOKENS];
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { ...headers, authorization: `Bearer ${bearer}` },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return JSON.parse(text);
  };
}

/** Milliseconds at p95 of many requests, one after the other. @param {() => Promise<unknown>} request */
async function percentile(request) {
  for (let i = 0; i < WARM_UP; i += 1) await request();
  const times = [];
  for (let i = 0; i < PAGES; i += 1) times.push(await timeOf(request));
  return times.toSorted((a, b) => a - b)[Math.floor(PAGES * 0.95)] ?? 0;
}

/** @param {() => Promise<unknown>} work */
async function timeOf(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
