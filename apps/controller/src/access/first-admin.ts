import type { AccessStore } from '../../../../libs/persistence/src/index.js';
import { hashPassword } from './passwords.js';
import { StartRefused } from '../start-refused.js';

const FIRST_ADMIN = 'admin';

/**
 * Makes sure that somebody can sign in: adds `admin` where there is no account yet.
 * @throws {StartRefused} there is no account and no password to make one with.
 */
export async function ensureFirstAdmin(access: AccessStore, password: string | null): Promise<void> {
  if (await access.hasAccounts()) return;
  if (password === null) {
    throw new StartRefused(
      'There is no account yet: set ADMIN_PASSWORD (12 characters or more) to make the first one, "admin".',
    );
  }
  await access.addFirstAdmin(FIRST_ADMIN, await hashPassword(password));
}
