import type { Role } from '../../../../libs/contract/src/index.js';

/** Who a request comes from, and by which credential. */
export interface Caller {
  accountId: string;
  username: string;
  role: Role;
  via: 'session' | 'token';
  expiresAt: Date;
  /** Hash of the cookie or token, under which it is stored. */
  credentialHash: string;
}
