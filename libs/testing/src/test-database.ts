import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { testRunId, testServerUrl } from './test-servers.js';

/** One database of the test server, for one spec file. */
export interface TestDatabase {
  readonly url: string;
  /** Closes whatever is still connected and removes the database. */
  drop(): Promise<void>;
}

const TEMPLATE_LOCK = 5_417_001;

/**
 * Makes a database that only this caller uses: a copy of `template` (see `templateDatabase`), or an empty one.
 * @throws {TestingError} SERVERS_MISSING - the spec runs outside of `npm test`.
 */
export async function createTestDatabase(template = 'template0'): Promise<TestDatabase> {
  const name = `sdx_test_${testRunId()}_${randomBytes(6).toString('hex')}`;
  await administer((admin) => admin.query(`CREATE DATABASE ${name} TEMPLATE ${template}`));
  return {
    url: databaseUrl(name),
    drop: () => administer((admin) => admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
  };
}

/**
 * Gives the name of the run's migrated template, for `createTestDatabase`. The first caller of a run makes it, others
 * wait for it, in this process or another. `migrate` must close its connections: a template in use cannot be copied.
 * `label` (lower-case letters) tells apart templates of different contents.
 * @throws {TestingError} SERVERS_MISSING - the spec runs outside of `npm test`.
 */
export async function templateDatabase(migrate: (url: string) => Promise<void>, label = 'migrated'): Promise<string> {
  const name = `sdx_test_${testRunId()}_template_${label}`;
  await administer(async (admin) => {
    await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rows } = await admin.query('SELECT datistemplate FROM pg_database WHERE datname = $1', [name]);
    if ((rows as { datistemplate: boolean }[])[0]?.datistemplate === true) return;
    // Not marked as a template: left by a caller that died half way.
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await admin.query(`CREATE DATABASE ${name} TEMPLATE template0`);
    await migrate(databaseUrl(name));
    await admin.query(`ALTER DATABASE ${name} IS_TEMPLATE true`);
  });
  return name;
}

function databaseUrl(name: string): string {
  const url = new URL(testServerUrl('TEST_DATABASE_URL'));
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const connectionString = testServerUrl('TEST_DATABASE_URL');
  const { default: driver } = await import('pg'); // here, so that pure specs need not load it
  const admin = new driver.Client({ connectionString });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end(); // a session's advisory locks end with it
  }
}
