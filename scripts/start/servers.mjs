import path from 'node:path';
import { Fault } from '../fault.mjs';
import { startPostgres } from '../postgres.mjs';
import { startRedis } from '../redis.mjs';

const CONNECT_TIMEOUT_MS = 5000;

/**
 * The servers to work with: named ones that answer, or our own.
 * @param {import('./options.mjs').StartOptions} options
 * @param {import('./children.mjs').Children} children
 * @returns {Promise<{ databaseUrl: string, redisUrl: string }>}
 */
export async function prepareServers({ databaseUrl, redisUrl, dataDir }, children) {
  if (databaseUrl !== null) await requirePostgres(databaseUrl);
  if (redisUrl !== null) await requireRedis(redisUrl);

  const own = (/** @type {'redis' | 'database'} */ stage) => ({
    folder: dataDir,
    logFile: path.join(dataDir, 'logs', `${stage}.log`),
    durable: true,
    onProcess: /** @type {import('../redis.mjs').OnProcess} */ (
      (running, stop) => children.add({ running, stop, stage, mark: dataDir })
    ),
  });
  const postgres = databaseUrl === null ? await startPostgres(own('database')) : null;
  const redis = redisUrl === null ? await startRedis(own('redis')) : null;
  return { databaseUrl: databaseUrl ?? postgres?.url ?? '', redisUrl: redisUrl ?? redis?.url ?? '' };
}

/** @param {string} url */
async function requirePostgres(url) {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  client.on('error', () => {}); // a connection that breaks later is the controller's business
  try {
    await client.connect();
    await client.query('SELECT 1');
  } catch (error) {
    throw new Fault(`The database of DATABASE_URL (${new URL(url).host}) does not answer: ${reason(error)}.`);
  } finally {
    await client.end().catch(() => {});
  }
}

/** @param {string} url */
async function requireRedis(url) {
  const { Redis } = await import('ioredis');
  const options = { lazyConnect: true, connectTimeout: CONNECT_TIMEOUT_MS, retryStrategy: () => null };
  const client = new Redis(url, options);
  /** @type {unknown} */
  let failure = null;
  client.on('error', (error) => (failure = error));
  try {
    await client.connect();
    await client.ping();
  } catch (error) {
    throw new Fault(`The Redis of REDIS_URL (${new URL(url).host}) does not answer: ${reason(failure ?? error)}.`);
  } finally {
    client.disconnect();
  }
}

/**
 * @param {unknown} error
 * @returns {string}
 */
function reason(error) {
  const { code, message } = /** @type {NodeJS.ErrnoException} */ (error);
  return message || code || 'no reason given';
}
