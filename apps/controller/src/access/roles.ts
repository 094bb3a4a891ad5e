import { ROLES, type Role } from '../../../../libs/contract/src/index.js';

/** True if `role` may do what `least` may. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** The weaker of two roles. */
export function weaker(a: Role, b: Role): Role {
  return isAtLeast(a, b) ? b : a;
}
