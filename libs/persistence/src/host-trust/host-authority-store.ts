import type { Database, Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { insertUnique } from '../insert-unique.js';
import { PersistenceError } from '../persistence-error.js';
import { HostAuthorityTable, type HostAuthority } from './host-authority.table.js';

export type NewHostAuthority = Omit<HostAuthority, 'id' | 'createdAt' | 'addedBy'>;

/** The authorities whose word for host keys counts. */
export class HostAuthorityStore {
  constructor(
    private readonly database: Database,
    private readonly events: EventStore,
  ) {}

  /** All of them, by name. */
  list(): Promise<HostAuthority[]> {
    return this.database.source.getRepository(HostAuthorityTable).find({ order: { name: 'ASC' } });
  }

  /** @throws {PersistenceError} DUPLICATE - the name is taken. */
  add(fresh: NewHostAuthority, by: string): Promise<HostAuthority> {
    return this.database.transaction((tx) => this.addIn(tx, fresh, by));
  }

  /** Adds one in a transaction that does more. @throws {PersistenceError} DUPLICATE - the name is taken. */
  async addIn(tx: Transaction, fresh: NewHostAuthority, by: string): Promise<HostAuthority> {
    const row: HostAuthority = { ...fresh, id: newId('hca'), addedBy: by, createdAt: new Date() };
    await insertUnique(tx, HostAuthorityTable, row);
    const data = { name: row.name, fingerprint: row.fingerprint, by };
    await this.events.append(tx, [{ topic: 'appliances', type: 'host-ca.added', subject: row.id, data }]);
    return row;
  }

  /** Takes one away. Keys that are trusted by its word stay trusted until somebody revokes them. @throws {PersistenceError} NOT_FOUND */
  remove(id: string, by: string): Promise<void> {
    return this.database.transaction(async (tx) => {
      const { affected } = await tx.getRepository(HostAuthorityTable).delete({ id });
      if (!affected) throw new PersistenceError('NOT_FOUND', { id });
      await this.events.append(tx, [{ topic: 'appliances', type: 'host-ca.removed', subject: id, data: { by } }]);
    });
  }
}
