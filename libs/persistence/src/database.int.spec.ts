import { afterAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../testing/src/index.js';
import { migrateDatabase, openDatabase } from './database.js';

const made: TestDatabase[] = [];
const empty = async (): Promise<string> => {
  const database = await createTestDatabase();
  made.push(database);
  return database.url;
};
afterAll(() => Promise.all(made.map((database) => database.drop())));

describe('migrateDatabase', () => {
  it('runs each migration once when several processes start together', async () => {
    const url = await empty();
    const runs = await Promise.all([migrateDatabase(url), migrateDatabase(url), migrateDatabase(url)]);
    expect(runs.flat()).toContain('FirstTables1764000000001');
    expect(runs.flat()).toHaveLength(new Set(runs.flat()).size);
  });

  it('gives the schema that the tables describe', async () => {
    const url = await empty();
    await migrateDatabase(url);
    const database = await openDatabase(url);
    const drift = await database.pool.driver.createSchemaBuilder().log();
    await database.close();
    // Constraints and indexes are named in SQL only; columns, types and defaults must agree.
    const columns = drift.upQueries.filter(({ query }) => /COLUMN|CREATE TABLE|DROP TABLE/.test(query));
    expect(columns.map(({ query }) => query)).toEqual([]);
  });

  it('can be undone', async () => {
    const url = await empty();
    await migrateDatabase(url);
    const database = await openDatabase(url);
    const applied = await database.source.query<unknown[]>('SELECT 1 FROM migrations');
    for (let left = applied.length; left > 0; left -= 1) await database.pool.undoLastMigration();
    const left = await database.source.query<{ table_name: string }[]>(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'`,
    );
    await database.close();
    expect(left.map((row) => row.table_name)).toEqual(['migrations']);
  });
});

describe('openDatabase', () => {
  it('refuses a database that lacks migrations', async () => {
    await expect(openDatabase(await empty())).rejects.toMatchObject({ code: 'MIGRATIONS_PENDING' });
  });

  it('says that nobody answers', async () => {
    const nobody = 'postgres://sdx@127.0.0.1:1/sdx';
    await expect(openDatabase(nobody)).rejects.toMatchObject({
      code: 'DATABASE_UNAVAILABLE',
      details: { why: 'ECONNREFUSED' },
    });
  });
});
