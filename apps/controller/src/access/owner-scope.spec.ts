import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ROUTES, type RouteSpec } from '../../../../libs/contract/src/index.js';
import { ApiProblem } from '../api/api-problem.js';
import { maySee, mayTouch, ownerScope, requireAppliance, requireOwned, requireScope } from './owner-scope.js';

const SCOPE = ownerScope([
  { id: 'app_host', isHost: true },
  { id: 'app_inside', isHost: false },
  { id: 'app_alone', isHost: false },
]);

/** The code that is answered, or null where the request goes on to its handler. */
function refusal(work: () => void): string | null {
  try {
    work();
    return null;
  } catch (error) {
    if (error instanceof ApiProblem) return error.code;
    throw error;
  }
}

describe('an owner', () => {
  it.each([
    ['app_host', true],
    ['app_inside', true],
    ['app_alone', true],
    ['app_of-somebody-else', false],
    ['', false],
  ])('may see the appliance %p: %p', (id, sees) => {
    expect(maySee({ scope: SCOPE }, id)).toBe(sees);
    expect(refusal(() => requireAppliance({ scope: SCOPE }, id))).toBe(sees ? null : 'not-found');
  });

  it.each([
    ['host:app_host', true],
    ['instance:app_inside', true],
    ['instance:app_alone', true],
    ['host:app_alone', false],
    ['instance:app_host', false],
    ['instance:app_of-somebody-else', false],
    ['site:emea', false],
    ['group:pci', false],
    ['fleet', false],
  ])('may touch the layer %s: %p', (scope, touches) => {
    expect(mayTouch({ scope: SCOPE }, scope)).toBe(touches);
    expect(refusal(() => requireScope({ scope: SCOPE }, scope))).toBe(touches ? null : 'not-found');
  });

  it('who answers for nothing sees nothing, and everybody else is not kept to a scope', () => {
    fc.assert(
      fc.property(fc.string(), (word) => {
        expect([maySee({ scope: ownerScope([]) }, word), mayTouch({ scope: ownerScope([]) }, word)]).toEqual([false, false]);
        expect([maySee({ scope: null }, word), mayTouch({ scope: null }, word)]).toEqual([true, true]);
      }),
    ); // prettier-ignore
  });
});

describe('a route', () => {
  const walk = Object.entries(ROUTES) as [string, RouteSpec][];
  const own = { id: 'app_inside', scope: 'instance:app_inside' };
  const others = { id: 'app_of-somebody-else', scope: 'instance:app_of-somebody-else' };

  it.each(walk)('%s answers an owner by its entry, and of others never more than not found', (_, spec) => {
    const names = /^\/(appliances\/\{id\}|layers\/\{scope\})/.test(spec.path);
    const isOpen = spec.owner !== undefined;
    const closed = names || !spec.path.includes('{') ? 'forbidden' : 'not-found';
    expect(refusal(() => requireOwned(spec, own, SCOPE))).toBe(isOpen ? null : closed);
    expect(refusal(() => requireOwned(spec, others, SCOPE))).toBe(names ? 'not-found' : isOpen ? null : closed);
  });

  it.each(walk.filter(([, { owner }]) => owner === 'appliance' || owner === 'layer'))(
    '%s names in its path what it says it names',
    (_, { owner, path }) => {
      expect(path).toMatch(owner === 'layer' ? /^\/layers\/\{scope\}/ : /^\/appliances\/\{id\}/);
    },
  );

  it('beside the contract is closed', () => {
    expect(refusal(() => requireOwned({ path: '' }, {}, SCOPE))).toBe('forbidden');
  });
});
