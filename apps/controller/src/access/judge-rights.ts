import type { ProblemError, Role } from '../../../../libs/contract/src/index.js';

/** A role, with the scopes that only owners have. */
export interface Rights {
  role: Role;
  scopes: readonly string[];
}

/**
 * The rights of somebody after a change. A role other than `owner` takes the scopes away, unless the change itself
 * names some: that is a mistake to be told of.
 */
export function rightsAfter(
  now: Rights,
  { role = now.role, scopes }: { role?: Role | undefined; scopes?: readonly string[] | undefined },
): Rights {
  if (scopes !== undefined) return { role, scopes: [...new Set(scopes)] };
  return { role, scopes: role === 'owner' ? now.scopes : [] };
}

/** What is wrong with the rights in themselves: owners have at least one scope, all others have none. */
export function judgeRights({ role, scopes }: Rights): ProblemError[] {
  if (role === 'owner' && scopes.length === 0) {
    return [{ pointer: '/scopes', code: 'required', detail: 'an owner answers for at least one host or instance' }];
  }
  if (role !== 'owner' && scopes.length > 0) {
    return [{ pointer: '/scopes', code: 'scopes-of-owner', detail: 'only the role owner has scopes' }];
  }
  return [];
}

/** What is wrong with a password, beyond its length. */
export function judgePassword(password: string, username: string): ProblemError[] {
  if (password.toLowerCase() !== username.toLowerCase()) return [];
  return [{ pointer: '/password', code: 'password-is-username', detail: 'the password is the name of the person' }];
}
