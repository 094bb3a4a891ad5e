import { describe, expect, it } from '@jest/globals';
import { parseScope } from './parse-scope.js';

describe('parseScope', () => {
  it.each([
    ['fleet', 'fleet', null],
    ['site:emea', 'site', 'emea'],
    ['site:New York: 5th', 'site', 'New York: 5th'],
    ['group:pci', 'group', 'pci'],
    ['host:app_01J9', 'host', 'app_01J9'],
    ['instance:app_01J9', 'instance', 'app_01J9'],
  ])('takes %s apart', (scope, rank, id) => {
    expect(parseScope(scope)).toEqual({ rank, id });
  });

  it.each(['', 'fleet:', 'FLEET', 'site:', 'site: emea', 'host:a ', 'rack:7', 'built-in', 'constructor:x'])(
    'refuses %j',
    (scope) => {
      expect(() => parseScope(scope)).toThrow(expect.objectContaining({ code: 'SCOPE_UNKNOWN', details: { scope } }));
    },
  );
});
