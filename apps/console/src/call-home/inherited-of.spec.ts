import { describe, expect, it } from '@jest/globals';
import { inheritedOf } from './inherited-of.js';

const source = (scope: string) => ({ scope, revision: 1, by: null, at: null });
const standing = { value: 7, source: source('site:emea'), overrides: [], locked: false, lockReason: null };

describe('inheritedOf', () => {
  it.each([
    ['a value of a broader layer is inherited', standing, null, { value: 7, from: 'site:emea', lock: null }],
    [
      'below an own value the next stronger one is inherited',
      { ...standing, source: source('group:pci'), overrides: [{ ...source('fleet'), value: 14 }] },
      null,
      { value: 14, from: 'fleet', lock: null },
    ],
    [
      'a lock above is named with its reason',
      { ...standing, locked: true, lockReason: 'audit' },
      'site:emea',
      { value: 7, from: 'site:emea', lock: { by: 'site:emea', reason: 'audit' } },
    ],
    [
      'an own lock locks nobody out here',
      { ...standing, source: source('group:pci'), overrides: [{ ...source('fleet'), value: 14 }], locked: true },
      'group:pci',
      { value: 14, from: 'fleet', lock: null },
    ],
  ])('%s', (_, value, lockedBy, inherited) => {
    expect(inheritedOf(value, 'group:pci', lockedBy)).toEqual(inherited);
  });
});
