import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '../../../testing/src/index.js';
import { migrateDatabase, openDatabase, type Database } from '../database.js';

const STATES_CHANGE_WITH = 'SettingsInLayers1764000000005';

let made: TestDatabase;
let database: Database;
beforeAll(async () => {
  made = await createTestDatabase();
  await migrateDatabase(made.url);
  database = await openDatabase(made.url);
});
afterAll(async () => {
  await database.close();
  await made.drop();
});

const query = <Row>(text: string) => database.source.query<Row[]>(text);
const statesOf = async () =>
  (await query<Record<string, string>>('SELECT * FROM observation ORDER BY appliance_id')).map(
    ({ reachability, misses, credential_state, registration }) => [
      reachability,
      misses,
      credential_state,
      registration,
    ],
  );

/** Goes back to before the migration that brings the states of the design. */
async function undo(): Promise<void> {
  for (;;) {
    const [last] = await query<{ name: string }>('SELECT name FROM migrations ORDER BY id DESC LIMIT 1');
    await database.pool.undoLastMigration();
    if (last?.name === STATES_CHANGE_WITH) return;
  }
}

async function observe(id: string, columns: Readonly<Record<string, string | number>>): Promise<void> {
  const values = Object.values(columns).map((value) => `'${value}'`);
  await query(
    `INSERT INTO appliance (id, kind, name, address, port, sort_key) VALUES ('${id}', 'vpx', '${id}', '${id}', 22, '${id}')`,
  );
  await query(
    `INSERT INTO observation (appliance_id, ${Object.keys(columns).join(', ')}) VALUES ('${id}', ${values.join(', ')})`,
  );
}

describe('states that an older release stored', () => {
  it('become those of the tables, and go back to words that it knows', async () => {
    await undo();
    await observe('a', { reachability: 'unreachable', credential_state: 'suspended', registration: 'failed' });
    await observe('b', { reachability: 'reachable', credential_state: 'valid', registration: 'registered' });
    await database.pool.runMigrations();
    expect(await statesOf()).toEqual([
      ['unreachable', 3, 'suspended', 'failed:other'],
      ['reachable', 0, 'valid', 'registered'],
    ]);
    await observe('c', { reachability: 'slow', credential_state: 'insufficient', registration: 'failed:tls' });
    await observe('d', { reachability: 'maintenance', credential_state: 'expired', registration: 'stale' });
    await undo();
    expect(await statesOf()).toEqual([
      ['unreachable', undefined, 'suspended', 'failed'],
      ['reachable', undefined, 'valid', 'registered'],
      ['reachable', undefined, 'valid', 'failed'],
      ['unknown', undefined, 'auth-failed', 'unknown'],
    ]);
  });
});
