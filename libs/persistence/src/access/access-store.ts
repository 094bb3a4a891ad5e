import { MoreThan } from 'typeorm';
import { sql, type Database } from '../database.js';
import { newId } from '../identifiers.js';
import { PersistenceError } from '../persistence-error.js';
import { changeAccount, type AccountChange, type AccountChanged } from './change-account.js';
import {
  AccountTable,
  ApiTokenTable,
  SessionTable,
  type Account,
  type ApiToken,
  type AccountRole,
} from './access.table.js';

/** Who a request comes from. */
export interface Caller {
  accountId: string;
  username: string;
  /** Of the session or token. */
  role: AccountRole;
  /** Of the person behind it, who may have lost a right since a token was made. */
  accountRole: AccountRole;
  scopes: readonly string[];
  expiresAt: Date;
}

export type NewAccount = Pick<Account, 'username' | 'passwordHash' | 'role' | 'scopes'>;

/** An appliance that somebody answers for. */
export interface OwnedAppliance {
  id: string;
  isHost: boolean;
}

/** Local accounts, their sessions and tokens. Sessions and tokens are known by hashes only. */
export class AccessStore {
  constructor(private readonly database: Database) {}

  /** Adds the first administrator if there is no account at all. @returns whether it was added. */
  async addFirstAdmin(username: string, passwordHash: string): Promise<boolean> {
    const rows = await sql(
      this.database.source.manager,
      `INSERT INTO account (id, username, password_hash, role) SELECT $1, $2, $3, 'admin'
       WHERE NOT EXISTS (SELECT FROM account) ON CONFLICT (username) DO NOTHING RETURNING id`,
      [newId('usr'), username, passwordHash],
    );
    return rows.length > 0;
  }

  hasAccounts(): Promise<boolean> {
    return this.database.source.getRepository(AccountTable).exists();
  }

  account(username: string): Promise<Account | null> {
    return this.database.source.getRepository(AccountTable).findOneBy({ username });
  }

  accountById(id: string): Promise<Account | null> {
    return this.database.source.getRepository(AccountTable).findOneBy({ id });
  }

  /** Every account, by name. */
  accounts(): Promise<Account[]> {
    return this.database.source.getRepository(AccountTable).find({ order: { username: 'ASC' } });
  }

  /** Adds a person. @throws {PersistenceError} DUPLICATE - the name is taken, in whatever case. */
  async addAccount({ username, passwordHash, role, scopes }: NewAccount): Promise<Account> {
    const id = newId('usr');
    const added = await sql(
      this.database.source.manager,
      `INSERT INTO account (id, username, password_hash, role, scopes) SELECT $1, $2, $3, $4, $5
       WHERE NOT EXISTS (SELECT FROM account WHERE lower(username) = lower($2))
       ON CONFLICT (username) DO NOTHING RETURNING id`,
      [id, username, passwordHash, role, scopes],
    );
    if (added.length === 0) throw new PersistenceError('DUPLICATE', { table: 'account' });
    return this.database.source.getRepository(AccountTable).findOneByOrFail({ id });
  }

  /**
   * Changes an account, and ends its sessions and those of its tokens that go beyond it, in one step. Two that take the
   * role from the last two administrators at once cannot both succeed.
   * @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND
   */
  changeAccount(id: string, change: AccountChange, expectedVersion: number): Promise<AccountChanged> {
    return this.database.transaction((tx) => changeAccount(tx, { id, expectedVersion }, change));
  }

  /** The appliances of the inventory that scopes cover: hosts with all of their instances, and single instances. */
  appliancesWithin(scopes: readonly string[]): Promise<OwnedAppliance[]> {
    return sql(
      this.database.source.manager,
      `SELECT id, true AS "isHost" FROM appliance
       WHERE id = ANY ($1) AND kind = 'sdx-host' AND retired_at IS NULL
       UNION SELECT id, false FROM appliance WHERE host_id = ANY ($1) AND retired_at IS NULL
       UNION SELECT id, false FROM appliance WHERE id = ANY ($2) AND kind <> 'sdx-host' AND retired_at IS NULL
       ORDER BY id`,
      [idsOf('host', scopes), idsOf('instance', scopes)],
    );
  }

  /** Counts a wrong password; from `limit` on the account is locked for `lockMinutes`. */
  async signInFailed(id: string, limit: number, lockMinutes: number): Promise<void> {
    await sql(
      this.database.source.manager,
      `UPDATE account SET failures = failures + 1,
         locked_until = CASE WHEN failures + 1 >= $2 THEN now() + $3 * interval '1 minute' END WHERE id = $1`,
      [id, limit, lockMinutes],
    );
  }

  /** Opens a session and forgets earlier failures and sessions that ended. */
  async openSession(accountId: string, tokenHash: string, expiresAt: Date): Promise<void> {
    await this.database.transaction(async (tx) => {
      await tx.getRepository(AccountTable).update({ id: accountId }, { failures: 0, lockedUntil: null });
      await sql(tx, 'DELETE FROM session WHERE expires_at < now()');
      await tx.getRepository(SessionTable).insert({ tokenHash, accountId, expiresAt });
    });
  }

  /** The caller behind a session cookie; null if it ended or stood idle for longer than `idleMinutes`. */
  async bySession(tokenHash: string, idleMinutes: number): Promise<Caller | null> {
    const [caller] = await sql<Caller>(
      this.database.source.manager,
      `UPDATE session s SET last_used_at = now() FROM account a
       WHERE s.token_hash = $1 AND a.id = s.account_id AND a.disabled_at IS NULL AND s.expires_at > now()
         AND s.last_used_at > now() - $2 * interval '1 minute'
       RETURNING a.id AS "accountId", a.username, a.role, a.role AS "accountRole", a.scopes,
         s.expires_at AS "expiresAt"`,
      [tokenHash, idleMinutes],
    );
    return caller ?? null;
  }

  /** True while the session or token of this hash is good; looking does not count as use. */
  async isGood(hash: string, idleMinutes: number): Promise<boolean> {
    const [row] = await sql<{ good: boolean }>(
      this.database.source.manager,
      `SELECT EXISTS (SELECT FROM session WHERE token_hash = $1 AND expires_at > now()
           AND last_used_at > now() - $2 * interval '1 minute')
         OR EXISTS (SELECT FROM api_token WHERE token_hash = $1 AND expires_at > now()) AS good`,
      [hash, idleMinutes],
    );
    return row?.good ?? false;
  }

  async closeSession(tokenHash: string): Promise<void> {
    await this.database.source.getRepository(SessionTable).delete({ tokenHash });
  }

  async addToken(token: Pick<ApiToken, 'accountId' | 'name' | 'role' | 'tokenHash' | 'expiresAt'>): Promise<ApiToken> {
    const row: ApiToken = { ...token, id: newId('tok'), createdAt: new Date(), lastUsedAt: null };
    await this.database.source.getRepository(ApiTokenTable).insert(row);
    return row;
  }

  tokensOf(accountId: string): Promise<ApiToken[]> {
    return this.database.source
      .getRepository(ApiTokenTable)
      .find({ where: { accountId, expiresAt: MoreThan(new Date()) }, order: { createdAt: 'DESC' } });
  }

  /** @returns whether there was such a token of this account. */
  async revokeToken(accountId: string, id: string): Promise<boolean> {
    const result = await this.database.source.getRepository(ApiTokenTable).delete({ accountId, id });
    return (result.affected ?? 0) > 0;
  }

  /** The caller behind a bearer token, also if it has expired: the reader is told which. */
  async byToken(tokenHash: string): Promise<Caller | null> {
    const [caller] = await sql<Caller>(
      this.database.source.manager,
      `UPDATE api_token t SET last_used_at = now() FROM account a
       WHERE t.token_hash = $1 AND a.id = t.account_id AND a.disabled_at IS NULL
       RETURNING a.id AS "accountId", a.username, t.role, a.role AS "accountRole", a.scopes,
         t.expires_at AS "expiresAt"`,
      [tokenHash],
    );
    return caller ?? null;
  }
}

// Words of another shape cover nothing.
function idsOf(kind: 'host' | 'instance', scopes: readonly string[]): string[] {
  const prefix = `${kind}:`;
  return scopes.filter((scope) => scope.startsWith(prefix)).map((scope) => scope.slice(prefix.length));
}
