import 'reflect-metadata';
import path from 'node:path';
import { NestFactory } from '@nestjs/core';
import { DirectoryBundleStore } from '../../../libs/bundles/src/index.js';
import { readSettings } from '../../../libs/config/src/index.js';
import { openDatabase, openStores, openVault } from '../../../libs/persistence/src/index.js';
import { openRedis } from '../../../libs/queues/src/index.js';
import { NestLogger, createLogger } from '../../../libs/telemetry/src/index.js';
import { ApplianceSessions } from './connection/appliance-sessions.js';
import { JumpWays } from './connection/jump-ways.js';
import { openPool } from './connection/open-pool.js';
import { setConcurrency } from './set-concurrency.js';
import { WorkerModule } from './worker.module.js';
import { WorkerProcess } from './worker-process.js';

const BEAT_MS = 5000;
const POOL_SIZE = 12;

async function main(): Promise<void> {
  const settings = readSettings();
  const log = createLogger({ name: 'worker', level: settings.logLevel });
  const database = await openDatabase(required(settings.databaseUrl, 'DATABASE_URL'), POOL_SIZE);
  const stores = openStores(database, openVault(settings.masterKeyFile));
  const bundles = new DirectoryBundleStore(path.join(settings.dataDir, 'bundles'));
  const removed = await bundles.sweepPartials();
  if (removed > 0) log.info({ removed }, 'unfinished bundles of lost workers removed');
  const redis = openRedis(required(settings.redisUrl, 'REDIS_URL'), 'worker', (error) =>
    log.warn({ err: error }, 'redis does not answer; work waits in the database'),
  );
  const { pool, close: closePool } = openPool(settings, database);
  const ways = new JumpWays(stores, (error) => log.warn({ err: error }, 'key of a jump host not noted'));
  const shared = new WorkerProcess({ settings, stores, bundles, log, sessions: new ApplianceSessions(pool), ways });
  const app = await NestFactory.createApplicationContext(WorkerModule.of(shared, redis), {
    logger: new NestLogger(log),
  });
  setConcurrency(app, settings, log);
  const beat = setInterval(() => void stores.workers.beat(shared.name).catch(() => undefined), BEAT_MS);
  await stores.workers.beat(shared.name);

  const stop = async (): Promise<void> => {
    clearInterval(beat);
    shared.stop();
    await app.close();
    await closePool();
    await stores.workers.leave(shared.name).catch(() => undefined);
    redis.disconnect();
    await database.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void stop());
  process.once('SIGINT', () => void stop());
  process.stdout.write(`${JSON.stringify({ ready: true, worker: shared.name })}\n`);
}

function required(value: string | null | undefined, variable: string): string {
  if (!value) throw new Error(`${variable} is not set; npm start sets it, or see .env.example`);
  return value;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
