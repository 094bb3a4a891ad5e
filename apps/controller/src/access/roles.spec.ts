import { describe, expect, it } from '@jest/globals';
import {
  hasPermission,
  isWithin,
  PERMISSIONS,
  ROLES,
  type Permission,
  type Role,
} from '../../../../libs/contract/src/index.js';
import { isAtLeast, rolesWithin } from './roles.js';

// Written down here anew, from the page of roles: one row per role, one column per permission.
const TABLE: Readonly<Record<Role, Readonly<Record<Permission, boolean>>>> = {
  viewer: { read: true, operate: false, approve: false, administer: false, own: false },
  owner: { read: false, operate: false, approve: false, administer: false, own: true },
  operator: { read: true, operate: true, approve: false, administer: false, own: false },
  approver: { read: true, operate: false, approve: true, administer: false, own: false },
  admin: { read: true, operate: true, approve: true, administer: true, own: false },
};
const CELLS = ROLES.flatMap((role) =>
  PERMISSIONS.map((permission) => [role, TABLE[role][permission] ? 'has' : 'lacks', permission] as const),
);

describe('roles', () => {
  it.each(CELLS)('%s %s the permission %s', (role, word, permission) => {
    expect(hasPermission(role, permission)).toBe(word === 'has');
  });

  it.each([
    ['viewer', { viewer: true, operator: false, approver: false, admin: false }],
    ['owner', { viewer: false, operator: false, approver: false, admin: false }],
    ['operator', { viewer: true, operator: true, approver: false, admin: false }],
    ['approver', { viewer: true, operator: false, approver: true, admin: false }],
    ['admin', { viewer: true, operator: true, approver: true, admin: true }],
  ] as const)('%s passes at routes of exactly these words', (role, words) => {
    for (const [word, passes] of Object.entries(words) as ['viewer', boolean][]) {
      expect([word, isAtLeast(role, word)]).toEqual([word, passes]);
    }
  });

  it.each([
    ['viewer', ['viewer']],
    ['owner', ['owner']],
    ['operator', ['viewer', 'operator']],
    ['approver', ['viewer', 'approver']],
    ['admin', ['viewer', 'operator', 'approver', 'admin']],
  ] as const)('%s hands on to tokens the roles %j', (role, roles) => {
    expect(rolesWithin(role)).toEqual(roles);
  });

  it('are within each other only where no permission is gained', () => {
    for (const [inner, outer] of ROLES.flatMap((a) => ROLES.map((b) => [a, b] as const))) {
      const gained = PERMISSIONS.filter((permission) => TABLE[inner][permission] && !TABLE[outer][permission]);
      expect([inner, outer, isWithin(inner, outer)]).toEqual([inner, outer, gained.length === 0]);
    }
  });
});
