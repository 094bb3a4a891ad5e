import { afterAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { createTestDatabase, templateDatabase, type TestDatabase } from './test-database.js';

const made: TestDatabase[] = [];
afterAll(() => Promise.all(made.map((database) => database.drop())));

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function create(template?: string): Promise<string> {
  const database = await createTestDatabase(template);
  made.push(database);
  return database.url;
}

describe('createTestDatabase', () => {
  it('gives each caller an empty database of its own', async () => {
    const [one, other] = await Promise.all([create(), create()]);
    await query(one, 'CREATE TABLE host (id int)');
    await expect(query(other, 'SELECT * FROM host')).rejects.toMatchObject({ code: '42P01' });
  });

  it('removes it on request, even while somebody is connected', async () => {
    const database = await createTestDatabase();
    const lingering = new pg.Client({ connectionString: database.url });
    const dropped = new Promise((resolve) => lingering.on('error', resolve));
    await lingering.connect();
    await database.drop();
    await expect(dropped).resolves.toMatchObject({ code: '57P01' });
    await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});

describe('templateDatabase', () => {
  it('is migrated once, however many ask for it at the same time, and copied whole', async () => {
    let migrations = 0;
    const migrate = async (url: string): Promise<void> => {
      migrations += 1;
      await query(url, 'CREATE TABLE marker AS SELECT 7 AS id');
    };
    const names = await Promise.all(Array.from({ length: 4 }, () => templateDatabase(migrate, 'marker')));
    expect(new Set(names).size).toBe(1);
    expect(migrations).toBe(1);
    const copies = await Promise.all([create(names[0]), create(names[0])]);
    for (const url of copies) expect(await query(url, 'SELECT id FROM marker')).toEqual([{ id: 7 }]);
  });

  it('is made again where its first maker died half way', async () => {
    const die = (): Promise<void> => Promise.reject(new Error('killed'));
    await expect(templateDatabase(die, 'halfway')).rejects.toThrow('killed');
    const template = await templateDatabase(
      (url) => query(url, 'CREATE TABLE whole ()').then(() => undefined),
      'halfway',
    );
    expect(await query(await create(template), 'SELECT * FROM whole')).toEqual([]);
  });
});
