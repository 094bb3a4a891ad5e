import { sql, type Transaction } from '../database.js';
import { PersistenceError } from '../persistence-error.js';
import { AccountTable, SessionTable, type Account, type AccountRole } from './access.table.js';

/** What an account is to be. */
export interface AccountChange {
  role: AccountRole;
  scopes: readonly string[];
  isDisabled: boolean;
  /** Null: the password stays. */
  passwordHash: string | null;
  /** The roles that tokens of the account may have from now on; tokens of other roles end. */
  tokenRoles: readonly AccountRole[];
}

/** `last-admin`: nobody could administer afterwards, so nothing was changed. */
export type AccountChanged = { outcome: 'changed'; account: Account } | { outcome: 'last-admin' };

/**
 * Changes an account in the caller's transaction. Its sessions end, unless nothing but the version changes.
 * @throws {PersistenceError} VERSION_MISMATCH, NOT_FOUND
 */
export async function changeAccount(
  tx: Transaction,
  { id, expectedVersion }: { id: string; expectedVersion: number },
  change: AccountChange,
): Promise<AccountChanged> {
  const others = await lockAdministrators(tx, id);
  const account = await tx.getRepository(AccountTable).findOneBy({ id });
  if (account === null) throw new PersistenceError('NOT_FOUND', { id });
  const { version } = account;
  if (version !== expectedVersion) throw new PersistenceError('VERSION_MISMATCH', { id, version });
  const changed = changedAccount(account, change);
  if (administers(account) && !administers(changed) && others === 0) return { outcome: 'last-admin' };
  await tx.getRepository(AccountTable).update({ id }, changed);
  if (!hasSameRights(account, changed)) await tx.getRepository(SessionTable).delete({ accountId: id });
  await sql(tx, 'DELETE FROM api_token WHERE account_id = $1 AND role <> ALL ($2::text[])', [id, change.tokenRoles]);
  return { outcome: 'changed', account: changed };
}

// Locks the account and every enabled administrator, so that two demotions at once take turns, and the second sees what
// the first has done. @returns how many other enabled administrators there are.
async function lockAdministrators(tx: Transaction, id: string): Promise<number> {
  const locked = await sql<{ id: string }>(
    tx,
    `SELECT id FROM account WHERE id = $1 OR (role = 'admin' AND disabled_at IS NULL) ORDER BY id FOR NO KEY UPDATE`,
    [id],
  );
  return locked.filter((row) => row.id !== id).length;
}

function changedAccount(account: Account, { role, scopes, isDisabled, passwordHash }: AccountChange): Account {
  return {
    ...account,
    role,
    scopes: [...scopes],
    disabledAt: isDisabled ? (account.disabledAt ?? new Date()) : null,
    // A new password is also the way in for somebody who was locked out.
    ...(passwordHash !== null && { passwordHash, failures: 0, lockedUntil: null }),
    version: account.version + 1,
  };
}

const administers = ({ role, disabledAt }: Account) => role === 'admin' && disabledAt === null;

function hasSameRights(a: Account, b: Account): boolean {
  return (
    a.role === b.role &&
    a.passwordHash === b.passwordHash &&
    a.disabledAt?.getTime() === b.disabledAt?.getTime() &&
    a.scopes.length === b.scopes.length &&
    a.scopes.every((scope) => b.scopes.includes(scope))
  );
}
