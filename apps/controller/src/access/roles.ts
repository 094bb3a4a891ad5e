import {
  hasPermission,
  isWithin,
  PERMISSION_FOR,
  ROLES,
  type Role,
  type RouteRole,
} from '../../../../libs/contract/src/index.js';

/** True if `role` has the permission that routes of `least` take. */
export function isAtLeast(role: Role, least: RouteRole): boolean {
  return hasPermission(role, PERMISSION_FOR[least]);
}

/** The roles that may be handed on to a token of somebody of this role. */
export function rolesWithin(role: Role): Role[] {
  return ROLES.filter((other) => isWithin(other, role));
}
