import type { Database } from '../database.js';
import { ConnectionTestTable, type ConnectionTest } from './connection-test.table.js';

/** What the last connection test of each appliance found. */
export class ConnectionTestStore {
  constructor(private readonly database: Database) {}

  /** Keeps this test instead of the one before. */
  async record(test: ConnectionTest): Promise<void> {
    await this.database.source.getRepository(ConnectionTestTable).upsert(test, ['applianceId']);
  }

  /** Null if the appliance was never tested. */
  of(applianceId: string): Promise<ConnectionTest | null> {
    return this.database.source.getRepository(ConnectionTestTable).findOneBy({ applianceId });
  }
}
