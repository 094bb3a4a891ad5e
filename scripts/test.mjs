/** Runs the specs with everything they need around them. Run: npm test [-- <Jest options or a path>] */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './build.mjs';
import { exitWith, Fault, faultText } from './fault.mjs';
import { ROOT } from './folders.mjs';
import { ensureInstalled } from './install.mjs';
import { startPostgres } from './postgres.mjs';
import { startRedis } from './redis.mjs';

const say = (/** @type {string} */ progress) => void process.stderr.write(`${progress}\n`);
const runId = randomBytes(4).toString('hex');

/** @type {(() => Promise<unknown>)[]} what to undo, last first */
const undo = [];
/** @type {import('node:child_process').ChildProcess | null} */
let jest = null;
/** @type {NodeJS.Signals | null} */
let stoppedBy = null;

async function main() {
  const jestArgs = process.argv.slice(2);
  await ensureInstalled(say);
  await build(jestArgs);
  const env = await servers();
  if (stoppedBy === null) process.exitCode = await runJest(jestArgs, env);
}

/**
 * Specs of processes run what is in dist. Somebody who asks for a few specs gets them even if a program of no concern
 * to those does not compile.
 * @param {string[]} jestArgs
 */
async function build(jestArgs) {
  const onlySome = jestArgs.length > 0;
  const withConsole = !onlySome || jestArgs.some((arg) => /console|e2e/.test(arg));
  try {
    await ensureBuilt({ say, withConsole });
  } catch (error) {
    if (!onlySome || !(error instanceof Fault)) throw error;
    say(`${faultText(error)}\nThe build failed: specs that run built programs see an older one, or none.`);
  }
}

/** @returns {Promise<Record<string, string>>} */
async function servers() {
  const { TEST_DATABASE_URL, TEST_REDIS_URL } = process.env;
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'sdx-test-'));
  fs.chmodSync(folder, 0o755); // root runs the database as somebody else where namespaces are forbidden
  undo.push(async () => fs.rmSync(folder, { recursive: true, force: true }));
  let database = TEST_DATABASE_URL;
  if (database) undo.push(() => dropTestDatabases(/** @type {string} */ (TEST_DATABASE_URL)));
  else {
    const postgres = await startPostgres({ folder, logFile: path.join(folder, 'postgres.log'), durable: false });
    undo.push(() => postgres.stop());
    database = postgres.url;
  }
  let queue = TEST_REDIS_URL;
  if (!queue) {
    const redis = await startRedis({ folder, logFile: path.join(folder, 'redis.log'), durable: false });
    undo.push(() => redis.stop());
    queue = redis.url;
  }
  return { TEST_DATABASE_URL: database, TEST_REDIS_URL: queue, TEST_RUN_ID: runId };
}

/**
 * A server of the caller's own is left as it was found.
 * @param {string} url
 */
async function dropTestDatabases(url) {
  const { default: pg } = await import('pg');
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const { rows } = await admin.query('SELECT datname FROM pg_database WHERE datname LIKE $1', [`sdx_test_${runId}_%`]);
  for (const { datname } of rows) {
    await admin.query(`ALTER DATABASE ${datname} IS_TEMPLATE false`);
    await admin.query(`DROP DATABASE ${datname} WITH (FORCE)`);
  }
  await admin.end();
}

/**
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @returns {Promise<number>}
 */
async function runJest(args, env) {
  const results = path.join(ROOT, '.cache/jest-result.json');
  fs.mkdirSync(path.dirname(results), { recursive: true });
  fs.rmSync(results, { force: true }); // never the result of an earlier run
  const program = path.join(ROOT, 'node_modules/jest/bin/jest.js');
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  jest = spawn(process.execPath, [...flags, program, '--json', `--outputFile=${results}`, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env, NODE_ENV: 'test' },
    stdio: ['ignore', 'ignore', 'inherit'], // with --json the report for people goes to stderr
  });
  const running = jest;
  return new Promise((resolve) => running.once('close', (code) => resolve(code ?? 1)));
}

for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
  process.on(signal, () => {
    stoppedBy = signal;
    jest?.kill(signal);
  });
}

try {
  await main();
} catch (error) {
  exitWith(error);
} finally {
  for (const step of undo.reverse()) await step().catch((error) => say(faultText(error)));
  if (stoppedBy !== null) process.exitCode = 130;
}
