import { In } from 'typeorm';
import { Secret } from '../../../ssh/src/index.js';
import type { Database } from '../database.js';
import { insertUnique } from '../insert-unique.js';
import { newId } from '../identifiers.js';
import { CredentialTable, type CredentialRow } from './credential.table.js';
import type { Vault } from './vault.js';

/** The secret part of a login, as it goes in. */
export type NewLogin =
  { kind: 'password'; password: string } | { kind: 'key'; privateKey: string; passphrase: string | null };

/** A login ready for use: secrets that print nothing. */
export interface OpenCredential {
  id: string;
  username: string;
  login: { kind: 'password'; password: Secret } | { kind: 'key'; privateKey: Secret; passphrase?: Secret };
}

/** Logins for appliances. Secrets are sealed on the way in and opened only for a session. */
export class CredentialStore {
  constructor(
    private readonly database: Database,
    private readonly vault: Vault,
  ) {}

  /** @throws {PersistenceError} DUPLICATE - the name is taken. */
  async add(name: string, username: string, login: NewLogin): Promise<CredentialRow> {
    const id = newId('crd');
    const row: CredentialRow = {
      id,
      name,
      username,
      kind: login.kind,
      sealed: this.vault.seal(JSON.stringify(login), id),
      createdAt: new Date(),
      lastUsedAt: null,
    };
    await insertUnique(this.database.source.manager, CredentialTable, row);
    return row;
  }

  list(): Promise<CredentialRow[]> {
    return this.database.source.getRepository(CredentialTable).find({ order: { name: 'ASC' } });
  }

  async exists(id: string): Promise<boolean> {
    return this.database.source.getRepository(CredentialTable).exists({ where: { id } });
  }

  /**
   * Opens logins for use and notes the time. Ids that do not exist are left out.
   * @throws {PersistenceError} SECRET_UNREADABLE
   */
  async openAll(ids: readonly string[]): Promise<Map<string, OpenCredential>> {
    const repository = this.database.source.getRepository(CredentialTable);
    const rows = await repository.findBy({ id: In([...new Set(ids)]) });
    if (rows.length > 0) await repository.update({ id: In(rows.map((row) => row.id)) }, { lastUsedAt: new Date() });
    return new Map(rows.map((row) => [row.id, this.open(row)]));
  }

  private open(row: CredentialRow): OpenCredential {
    const login = JSON.parse(this.vault.open(row.sealed, row.id)) as NewLogin;
    const { id, username } = row;
    if (login.kind === 'password')
      return { id, username, login: { kind: 'password', password: new Secret(login.password) } };
    return {
      id,
      username,
      login: {
        kind: 'key',
        privateKey: new Secret(login.privateKey),
        ...(login.passphrase !== null && { passphrase: new Secret(login.passphrase) }),
      },
    };
  }
}
