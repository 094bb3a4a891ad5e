import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupTies } from './group-ties.js';
import type { Layer } from './layer.js';
import { layerAt } from './layers.fake.js';
import { resolveSettings } from './resolve-settings.js';

const group = (name: string, priority: number, set: Layer['set']) => layerAt(`group:${name}`, { priority, set });

describe('groupTies', () => {
  it.each<[says: string, layers: Layer[]]>([
    ['no group', []],
    ['one group', [group('a', 5, { enabled: true })]],
    ['groups of other priorities', [group('a', 5, { enabled: true }), group('b', 6, { enabled: false })]],
    ['groups that set other keys', [group('a', 5, { enabled: true }), group('b', 5, { mode: 'CSP' })]],
    [
      'layers of other ranks',
      [layerAt('site:a', { set: { enabled: true } }), layerAt('site:b', { set: { enabled: true } })],
    ],
    ['groups that lock and set nothing', [group('a', 5, {}), layerAt('group:b', { priority: 5, locked: ['enabled'] })]],
  ])('finds none among %s', (_says, layers) => {
    expect(groupTies(layers)).toEqual([]);
  });

  it('names each pair with its keys, be the values equal or the device default, in whatever order they come', () => {
    const layers = [
      group('c', 5, { enabled: false, mode: null }),
      group('a', 5, { enabled: true, mode: 'CSP', review: 'hold' }),
      group('b', 5, { mode: 'CSP' }),
      group('d', 7, { mode: 'CSP' }),
    ];
    const ties = [
      { groups: ['group:a', 'group:b'], priority: 5, keys: ['mode'] },
      { groups: ['group:a', 'group:c'], priority: 5, keys: ['enabled', 'mode'] },
      { groups: ['group:b', 'group:c'], priority: 5, keys: ['mode'] },
    ];
    expect(groupTies(layers)).toEqual(ties);
    expect(groupTies(layers.toReversed())).toEqual(ties);
  });

  it('finds one wherever the resolver would, for a member of all groups', () => {
    const sets = fc.record({ enabled: fc.boolean(), review: fc.constantFrom('send', 'hold') }, { requiredKeys: [] });
    const groups = fc.array(fc.tuple(fc.nat(3), sets), { maxLength: 5 });
    fc.assert(
      fc.property(groups, (rows) => {
        const layers = rows.map(([priority, set], i) => group(`g${i}`, priority, set as Layer['set']));
        const isResolved = () => {
          try {
            return Boolean(resolveSettings(layers));
          } catch {
            return false;
          }
        };
        expect(groupTies(layers).length === 0).toBe(isResolved());
      }),
    );
  });
});
