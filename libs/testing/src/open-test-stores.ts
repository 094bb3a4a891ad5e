import { randomBytes } from 'node:crypto';
import type { Database, Stores, Vault } from '../../persistence/src/index.js';
import { createTestDatabase, templateDatabase } from './test-database.js';

/** The stores over a migrated database that only this spec file uses. */
export interface TestStores {
  readonly url: string;
  readonly database: Database;
  readonly stores: Stores;
  readonly vault: Vault;
  close(): Promise<void>;
}

/** @throws {TestingError} SERVERS_MISSING - the spec runs outside of `npm test`. */
export async function openTestStores(): Promise<TestStores> {
  // Here, so that pure specs need not load the whole of persistence.
  const { Vault, migrateDatabase, openDatabase, openStores } = await import('../../persistence/src/index.js');
  const template = await templateDatabase(async (url) => {
    await migrateDatabase(url);
  });
  const copy = await createTestDatabase(template);
  const database = await openDatabase(copy.url);
  const vault = new Vault(randomBytes(32));
  const close = async (): Promise<void> => {
    await database.close();
    await copy.drop();
  };
  return { url: copy.url, database, stores: openStores(database, vault), vault, close };
}
