import type { Role } from '../../../../libs/contract/src/index.js';
import type { OwnerScope } from './owner-scope.js';

/** Who a request comes from, and by which credential. */
export interface Caller {
  accountId: string;
  username: string;
  role: Role;
  /** What an owner answers for, as given to the account; empty for all other roles. */
  scopes: readonly string[];
  /** The appliances and layers that these scopes cover now; null: everything, as far as the role goes. */
  scope: OwnerScope | null;
  via: 'session' | 'token';
  expiresAt: Date;
  /** Hash of the cookie or token, under which it is stored. */
  credentialHash: string;
}
