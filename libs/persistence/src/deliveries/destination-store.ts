import { Secret } from '../../../ssh/src/index.js';
import type { Vault } from '../credentials/vault.js';
import type { Database } from '../database.js';
import { newId } from '../identifiers.js';
import { insertUnique } from '../insert-unique.js';
import { DestinationTable, type Destination } from './delivery.table.js';

/** Where deliveries go. A bearer token goes in sealed and comes out only for an upload. */
export class DestinationStore {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** @throws {PersistenceError} DUPLICATE - the name is taken. */
  async add(fresh: Pick<Destination, 'name' | 'kind' | 'url' | 'caPem'>, bearer: string | null): Promise<Destination> {
    const id = newId('dst');
    const sealedBearer = bearer === null ? null : this.vault.seal(bearer, id);
    const row: Destination = { ...fresh, id, sealedBearer, createdAt: new Date() };
    await insertUnique(this.database.source.manager, DestinationTable, row);
    return row;
  }

  get(id: string): Promise<Destination | null> {
    return this.database.source.getRepository(DestinationTable).findOneBy({ id });
  }

  list(): Promise<Destination[]> {
    return this.database.source.getRepository(DestinationTable).find({ order: { name: 'ASC' } });
  }

  /** The token to send with uploads, or null. @throws {PersistenceError} SECRET_UNREADABLE */
  bearerOf(row: Destination): Secret | null {
    return row.sealedBearer === null ? null : new Secret(this.vault.open(row.sealedBearer, row.id));
  }
}
