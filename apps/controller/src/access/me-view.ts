import { PERMISSIONS_OF, type Me } from '../../../../libs/contract/src/index.js';
import { iso } from '../api/iso.js';
import type { Caller } from './caller.js';

/** Who is signed in, as the contract shows it. */
export function meView({
  username,
  role,
  scopes,
  via,
  expiresAt,
}: Pick<Caller, 'username' | 'role' | 'scopes' | 'via' | 'expiresAt'>): Me {
  return {
    username,
    role,
    permissions: [...PERMISSIONS_OF[role]],
    scopes: [...scopes],
    via,
    expiresAt: iso(expiresAt),
  };
}
