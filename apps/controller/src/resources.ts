import type { Redis } from 'ioredis';
import type { Settings } from '../../../libs/config/src/index.js';
import {
  openDatabase,
  openStores,
  openVault,
  type Database,
  type Stores,
} from '../../../libs/persistence/src/index.js';
import { openRedis, Queues } from '../../../libs/queues/src/index.js';
import { createMetrics, type Logger, type Metrics } from '../../../libs/telemetry/src/index.js';

const REDIS_ERROR_EVERY_MS = 60_000;

interface Opened {
  settings: Settings;
  logger: Logger;
  metrics: Metrics;
  database: Database;
  stores: Stores;
  /** Signs page cursors. */
  cursorKey: Buffer;
  redis: Redis;
  queues: Queues;
}

/** Everything one controller process holds open, from before the application is made until after it is closed. */
export class Resources {
  readonly settings: Settings;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly database: Database;
  readonly stores: Stores;
  readonly cursorKey: Buffer;
  readonly redis: Redis;
  readonly queues: Queues;

  private constructor(opened: Opened) {
    this.settings = opened.settings;
    this.logger = opened.logger;
    this.metrics = opened.metrics;
    this.database = opened.database;
    this.stores = opened.stores;
    this.cursorKey = opened.cursorKey;
    this.redis = opened.redis;
    this.queues = opened.queues;
  }

  /**
   * Opens the database, the master key and Redis. A Redis that is away does not stop the start: work waits in the
   * database until it answers.
   * @throws {PersistenceError} DATABASE_UNAVAILABLE, MIGRATIONS_PENDING, MASTER_KEY_INVALID
   */
  static async open(settings: Settings, logger: Logger): Promise<Resources> {
    const vault = openVault(settings.masterKeyFile);
    const database = await openDatabase(settings.databaseUrl);
    const onError = quietly(logger);
    const redis = openRedis(settings.redisUrl, 'producer', onError);
    return new Resources({
      settings,
      logger,
      metrics: createMetrics('controller'),
      database,
      stores: openStores(database, vault),
      cursorKey: vault.derive('cursor'),
      redis,
      queues: new Queues(redis, settings.redisPrefix, onError),
    });
  }

  async close(): Promise<void> {
    await this.queues.close().catch(() => undefined);
    this.redis.disconnect();
    await this.database.close();
  }
}

// A Redis that is away fails several times a second, on every queue: one line a minute says as much.
function quietly(logger: Logger): (error: Error) => void {
  let saidAt = 0;
  return (error) => {
    if (Date.now() - saidAt < REDIS_ERROR_EVERY_MS) return;
    saidAt = Date.now();
    logger.warn({ cause: error.message }, 'redis does not answer; work waits in the database');
  };
}
