/** What somebody is to the fleet. A role is a set of permissions; none is a rung of a ladder. */
export const ROLES = ['viewer', 'owner', 'operator', 'approver', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/**
 * What a role may do: `read` everything, `operate` (change inventory, settings and rollouts), `approve` what others
 * wrote, `administer` (people, trust, policies), and `own`: read and change inside the scopes of the account only.
 */
export const PERMISSIONS = ['read', 'operate', 'approve', 'administer', 'own'] as const;
export type Permission = (typeof PERMISSIONS)[number];

/** The permissions of each role. */
export const PERMISSIONS_OF: Readonly<Record<Role, readonly Permission[]>> = {
  viewer: ['read'],
  owner: ['own'],
  operator: ['read', 'operate'],
  approver: ['read', 'approve'],
  admin: ['read', 'operate', 'approve', 'administer'],
};

/** The word by which a route names the permission that it takes: the weakest role that has it. */
export type RouteRole = Exclude<Role, 'owner'>;

/** The permission that each of these words stands for. */
export const PERMISSION_FOR: Readonly<Record<RouteRole, Permission>> = {
  viewer: 'read',
  operator: 'operate',
  approver: 'approve',
  admin: 'administer',
};

/** True if `role` has `permission`. */
export function hasPermission(role: Role, permission: Permission): boolean {
  return PERMISSIONS_OF[role].includes(permission);
}

/** True if `role` may do nothing that `other` may not: what an account may hand on to a token. */
export function isWithin(role: Role, other: Role): boolean {
  return PERMISSIONS_OF[role].every((permission) => hasPermission(other, permission));
}
