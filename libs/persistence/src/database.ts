import { AsyncLocalStorage } from 'node:async_hooks';
import { DataSource, type EntityManager } from 'typeorm';
import pg from 'pg';
import { AccountTable, ApiTokenTable, SessionTable } from './access/access.table.js';
import {
  ApplianceTable,
  BootEpochTable,
  ComponentTable,
  HostKeyTable,
  ObservationTable,
} from './appliances/appliance.table.js';
import { ConditionTable } from './conditions/condition.table.js';
import { CredentialTable } from './credentials/credential.table.js';
import { DeliveryTable, DeliveryTransitionTable, DestinationTable } from './deliveries/delivery.table.js';
import { errorCode } from './error-code.js';
import { EventTable, WorkerTable } from './events/event.table.js';
import { ConnectionTestTable } from './connection-tests/connection-test.table.js';
import { InventoryChangeTable } from './inventory-history/inventory-change.table.js';
import { JumpHostTable } from './jump-hosts/jump-host.table.js';
import { HostAuthorityTable } from './host-trust/host-authority.table.js';
import { HostTrust1764000000002 } from './migrations/0002-host-trust.js';
import { InventoryDepth1764000000003 } from './migrations/0003-inventory-depth.js';
import { WaysToAppliances1764000000004 } from './migrations/0004-ways-to-appliances.js';
import { SettingsInLayers1764000000005 } from './migrations/0005-settings-in-layers.js';
import { Monitoring1764000000006 } from './migrations/0006-monitoring.js';
import { Incidents1764000000007 } from './migrations/0007-incidents.js';
import { Notifications1764000000008 } from './migrations/0008-notifications.js';
import { SweepsBySite1764000000009 } from './migrations/0009-sweeps-by-site.js';
import { FirstTables1764000000001 } from './migrations/0001-first-tables.js';
import { OperationTable } from './operations/operation.table.js';
import { OutboxTable } from './outbox/outbox.table.js';
import { PersistenceError } from './persistence-error.js';
import { PolicyTable } from './policies/policy.table.js';
import { QuietPeriodTable } from './quiet-periods/quiet-period.table.js';
import { ChannelTable, NotificationTable } from './notifications/notification.table.js';
import { IncidentConditionTable, IncidentTable } from './incidents/incident.table.js';
import { ServiceRequestTable, ServiceRequestTransitionTable } from './service-requests/service-request.table.js';
import { RegistrationTable } from './registrations/registration.table.js';
import { PlanTable, PlanTargetTable } from './rollouts/plan.table.js';
import { RolloutTable, RolloutTargetTable, RolloutTransitionTable } from './rollouts/rollout.table.js';
import { AppliedSettingsTable } from './applied/applied-settings.table.js';
import { ApplianceGroupTable, SiteTable } from './places/place.table.js';
import { SettingsExceptionTable } from './settings/settings-exception.table.js';
import { SettingsLayerTable, SettingsRevisionTable } from './settings/settings-layer.table.js';
import { SnakeNaming } from './snake-naming.js';
import { SweepTable } from './sweeps/sweep.table.js';

export type Transaction = EntityManager;

const MIGRATIONS = [
  FirstTables1764000000001,
  HostTrust1764000000002,
  InventoryDepth1764000000003,
  WaysToAppliances1764000000004,
  SettingsInLayers1764000000005,
  Monitoring1764000000006,
  Incidents1764000000007,
  Notifications1764000000008,
  SweepsBySite1764000000009,
];
const MIGRATION_LOCK = 4_211_870_015;
const CONNECT_TIMEOUT_MS = 10_000;

/** What queries are asked through: the pool of connections, or the transaction of a rehearsal. */
export type Source = Pick<DataSource, 'manager' | 'getRepository' | 'query'>;

/** One open database: a pool of connections, transactions, and a way to hear notifications. */
export class Database {
  private readonly rehearsal = new AsyncLocalStorage<Transaction>();

  constructor(
    readonly url: string,
    readonly pool: DataSource,
  ) {}

  get source(): Source {
    const tx = this.rehearsal.getStore();
    if (tx === undefined) return this.pool;
    return {
      manager: tx,
      getRepository: (entity) => tx.getRepository(entity),
      query: <T>(text: string, parameters?: unknown[]) => tx.query<T>(text, parameters),
    };
  }

  /** Runs `work` in one transaction; anything it throws rolls back. */
  transaction<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    return this.source.manager.transaction(work);
  }

  /** Runs `read` on one consistent view of the database, however many queries it makes. */
  snapshot<T>(read: (tx: Transaction) => Promise<T>): Promise<T> {
    const tx = this.rehearsal.getStore();
    return tx === undefined ? this.pool.transaction('REPEATABLE READ', read) : read(tx);
  }

  /**
   * Does `work` in one transaction that every store which is called within takes part in; anything it throws takes all
   * of it back. Calls within it go one after the other: there is one connection.
   */
  together<T>(work: () => Promise<T>): Promise<T> {
    return this.source.manager.transaction((tx) => this.rehearsal.run(tx, work));
  }

  /**
   * Does `work`, gives its answer, and leaves no trace of it: every query that it causes, in whatever store, goes
   * through one transaction that is rolled back at the end. What it reads is what it would have written.
   */
  async rehearse<T>(work: () => Promise<T>): Promise<T> {
    const runner = this.pool.createQueryRunner();
    try {
      await runner.startTransaction();
      return await this.rehearsal.run(runner.manager, work);
    } finally {
      if (runner.isTransactionActive) await runner.rollbackTransaction();
      await runner.release();
    }
  }

  /** True if the server answers. */
  async answers(): Promise<boolean> {
    try {
      await this.source.query('SELECT 1');
      return true;
    } catch {
      return false;
    }
  }

  async close(): Promise<void> {
    if (this.pool.isInitialized) await this.pool.destroy();
  }
}

/**
 * Opens the database for a running process.
 * @throws {PersistenceError} DATABASE_UNAVAILABLE - no server answers at the URL, or it refuses the login.
 * @throws {PersistenceError} MIGRATIONS_PENDING - the schema is older than this build.
 */
export async function openDatabase(url: string, poolSize = 10): Promise<Database> {
  const source = await connect(url, poolSize);
  if (await source.showMigrations()) {
    await source.destroy();
    throw new PersistenceError('MIGRATIONS_PENDING');
  }
  return new Database(url, source);
}

/**
 * Brings the schema up to date. Several processes may call it at once: they take turns.
 * @returns the names of the migrations that were run.
 * @throws {PersistenceError} DATABASE_UNAVAILABLE
 */
export async function migrateDatabase(url: string): Promise<string[]> {
  const source = await connect(url, 2);
  const turn = new pg.Client({ connectionString: url });
  try {
    await turn.connect();
    await turn.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    const run = await source.runMigrations({ transaction: 'each' });
    return run.map((migration) => migration.name);
  } finally {
    await turn.end();
    await source.destroy();
  }
}

/** Runs one SQL statement and gives its rows, also for an UPDATE or DELETE with RETURNING. */
export async function sql<Row>(tx: Transaction, text: string, parameters: unknown[] = []): Promise<Row[]> {
  const answer = await tx.query<Row[] | [Row[], number]>(text, parameters);
  return hasCount(answer) ? answer[0] : answer;
}

// TypeORM answers an UPDATE or DELETE with [rows, count] and everything else with rows.
function hasCount<Row>(answer: Row[] | [Row[], number]): answer is [Row[], number] {
  return answer.length === 2 && Array.isArray(answer[0]) && typeof answer[1] === 'number';
}

async function connect(url: string, poolSize: number): Promise<DataSource> {
  const source = new DataSource({
    type: 'postgres',
    url,
    entities: [
      ApplianceTable, ObservationTable, HostKeyTable, ComponentTable, BootEpochTable, CredentialTable,
      SettingsLayerTable, ConditionTable, DeliveryTable, DeliveryTransitionTable, DestinationTable, PlanTable,
      PlanTargetTable, RolloutTable, RolloutTargetTable, RolloutTransitionTable, OperationTable, SweepTable, OutboxTable, EventTable,
      WorkerTable, AccountTable, SessionTable, ApiTokenTable, JumpHostTable, ConnectionTestTable, InventoryChangeTable,
      HostAuthorityTable, SettingsRevisionTable, SettingsExceptionTable, SiteTable, ApplianceGroupTable,
      AppliedSettingsTable, PolicyTable, QuietPeriodTable, RegistrationTable, IncidentTable,
      IncidentConditionTable, ServiceRequestTable, ServiceRequestTransitionTable,
      ChannelTable, NotificationTable,
    ], // prettier-ignore
    migrations: MIGRATIONS,
    migrationsTransactionMode: 'each',
    namingStrategy: new SnakeNaming(),
    extra: { max: poolSize, connectionTimeoutMillis: CONNECT_TIMEOUT_MS },
    applicationName: 'sdx-fleet-controller',
  });
  try {
    return await source.initialize();
  } catch (cause) {
    throw new PersistenceError('DATABASE_UNAVAILABLE', { why: reason(cause) }, { cause });
  }
}

function reason(cause: unknown): string {
  return errorCode(cause) ?? (cause instanceof Error ? cause.message : 'unknown');
}
