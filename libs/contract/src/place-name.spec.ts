import { describe, expect, it } from '@jest/globals';
import { appliancePatchSchema, newApplianceSchema } from './appliance.js';

const FRESH = { kind: 'vpx', name: 'vpx-1', address: '192.0.2.1', credentialId: 'crd_1' };

describe('the site and the groups of an appliance', () => {
  it.each<[says: string, name: string, isTaken: boolean]>([
    ['a word', 'emea', true],
    ['letters of any script, and what may stand between them', 'Köln Süd-2.a_b', true],
    ['63 letters', 'a'.repeat(63), true],
    ['64 letters', 'a'.repeat(64), false],
    ['nothing', '', false],
    ['a space at its end', 'emea ', false],
    ['what divides a scope', 'site:emea', false],
    ['what divides an address', 'emea/2', false],
  ])('are named by the rule of places: %s', (_says, name, isTaken) => {
    for (const place of [{ site: name }, { groups: [name] }]) {
      expect(newApplianceSchema.safeParse({ ...FRESH, ...place }).success).toBe(isTaken);
      expect(appliancePatchSchema.safeParse(place).success).toBe(isTaken);
    }
  });

  it('may be none', () => {
    expect(newApplianceSchema.parse(FRESH)).toMatchObject({ site: null, groups: [] });
    expect(appliancePatchSchema.parse({ site: null, groups: [] })).toEqual({ site: null, groups: [] });
  });
});
