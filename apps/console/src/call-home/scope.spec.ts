import { describe, expect, it } from '@jest/globals';
import { applianceOf, scopeOfAppliance, scopeParts, scopeWords } from './scope.js';

describe('scopeParts', () => {
  it.each([
    ['fleet', { rank: 'fleet', name: '' }],
    ['site:emea', { rank: 'site', name: 'emea' }],
    ['group:pci: two', { rank: 'group', name: 'pci: two' }],
    ['instance:app_1', { rank: 'instance', name: 'app_1' }],
    ['site:', null],
    ['fleet:all', null],
    ['built-in', null],
  ])('%s is %j', (scope, parts) => {
    expect(scopeParts(scope)).toEqual(parts);
  });
});

describe('scopeWords', () => {
  const nameOf = (id: string) => (id === 'app_1' ? 'vpx-pay-2' : undefined);
  it.each([
    ['fleet', 'Fleet'],
    ['site:emea', 'Site emea'],
    ['instance:app_1', 'Instance vpx-pay-2'],
    ['host:app_2', 'Host app_2'],
    ['built-in', 'Built-in'],
    ['device-default', 'device default'],
  ])('says %s as "%s"', (scope, words) => {
    expect(scopeWords(scope, nameOf)).toBe(words);
  });

  it('knows the appliance behind a scope, and the scope of an appliance', () => {
    expect(applianceOf('site:emea')).toBeNull();
    expect(applianceOf(scopeOfAppliance({ id: 'app_3', kind: 'sdx-host' }))).toBe('app_3');
    expect(scopeOfAppliance({ id: 'app_4', kind: 'mpx' })).toBe('instance:app_4');
  });
});
