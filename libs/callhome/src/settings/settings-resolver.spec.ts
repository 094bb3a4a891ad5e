import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CallHomeError } from '../errors.js';
import type { Layer, LayerSet, Place } from './layer.js';
import { layerAt } from './layers.fake.js';
import { resolveSettings } from './resolve-settings.js';
import { settingsResolver } from './settings-resolver.js';

const place = (given: Partial<Place> = {}): Place => ({ id: 'app_1', site: null, groups: [], hostId: null, ...given });
const mail = (name: string): LayerSet => ({ emailAddress: `${name}@corp.example` });

const LADDER = [
  layerAt('instance:app_1', { set: mail('instance') }),
  layerAt('group:a', { set: mail('a'), priority: 50 }),
  layerAt('fleet', { set: mail('fleet') }),
  layerAt('host:app_h', { set: mail('host') }),
  layerAt('group:b', { set: mail('b'), priority: 10 }),
  layerAt('site:emea', { set: mail('site') }),
];

describe('settingsResolver', () => {
  const resolver = settingsResolver(LADDER);

  it.each<[says: string, at: Place, scopes: string[]]>([
    ['nowhere', place({ id: 'app_9' }), ['fleet']],
    ['in a site without a layer', place({ id: 'app_9', site: 'apac' }), ['fleet']],
    ['in a site', place({ id: 'app_9', site: 'emea' }), ['fleet', 'site:emea']],
    ['in two groups, named twice', place({ id: 'app_9', groups: ['a', 'b', 'a'] }), ['fleet', 'group:b', 'group:a']],
    [
      'everywhere',
      place({ site: 'emea', groups: ['a', 'b'], hostId: 'app_h' }),
      ['fleet', 'site:emea', 'group:b', 'group:a', 'host:app_h', 'instance:app_1'],
    ],
    ['alone, with a layer of its own', place(), ['fleet', 'instance:app_1']],
    ['on a host that has an id of an instance', place({ id: 'app_9', hostId: 'app_1' }), ['fleet']],
  ])('finds the layers over an appliance %s, broadest first', (_says, at, scopes) => {
    expect(resolver.layersOf(at).map(({ scope }) => scope)).toEqual(scopes);
    expect(resolver.effectiveFor(at)).toEqual(resolveSettings(resolver.layersOf(at)));
  });

  it('shares one answer among neighbours, and not with one that has a layer of its own', () => {
    const at = { site: 'emea', groups: ['b', 'a'], hostId: 'app_h' };
    const [one, two] = [
      resolver.effectiveFor(place({ ...at, id: 'app_8' })),
      resolver.effectiveFor(place({ ...at, id: 'app_9', groups: ['a', 'b'] })),
    ];
    expect(one).toBe(two);
    expect(resolver.effectiveFor(place(at))).not.toBe(one);
  });

  it('answers the same after more chains than it keeps', () => {
    const layers = Array.from({ length: 25_000 }, (_, i) => layerAt(`instance:app_${i}`, { set: mail(`i${i}`) }));
    const many = settingsResolver(layers);
    const mailOf = (i: number) => many.effectiveFor(place({ id: `app_${i}` })).emailAddress.value;
    expect(layers.findIndex((layer, i) => mailOf(i) !== layer.set.emailAddress)).toBe(-1);
    expect(mailOf(0)).toBe('i0@corp.example');
  });

  it.each<[scope: string, within: Partial<Place>, source: string]>([
    ['fleet', {}, 'fleet'],
    ['fleet', { site: 'emea' }, 'fleet'],
    ['site:emea', {}, 'site:emea'],
    ['site:apac', {}, 'fleet'],
    ['group:a', {}, 'group:a'],
    ['group:none', {}, 'fleet'],
    ['group:none', { site: 'emea' }, 'site:emea'],
    ['host:app_h', {}, 'host:app_h'],
    ['host:app_2', { site: 'emea', groups: ['b'] }, 'group:b'],
    ['instance:app_1', {}, 'instance:app_1'],
    ['instance:app_2', { site: 'emea', groups: ['b', 'a'] }, 'group:a'],
    ['instance:app_2', { groups: ['a'], hostId: 'app_h' }, 'host:app_h'],
  ])('says what members of %s within %j get: from %s', (scope, within, source) => {
    expect(resolver.effectiveAt(scope, within).emailAddress.source.scope).toBe(source);
  });

  it.each(['', 'Fleet', 'fleet:x', 'site:', 'site', 'rack:7', 'built-in', 'site: x'])('knows no scope %j', (scope) => {
    expect(() => resolver.effectiveAt(scope)).toThrow(
      expect.objectContaining({ code: 'SCOPE_UNKNOWN', details: { scope } }),
    );
    expect(() => resolver.effectiveAt(scope)).toThrow(CallHomeError);
  });

  const keys = ['emailAddress', 'heartbeatIntervalDays', 'review'] as const;
  const anySet: fc.Arbitrary<LayerSet> = fc.record(
    {
      emailAddress: fc.constantFrom('a@x.example', 'b@x.example', null),
      heartbeatIntervalDays: fc.constantFrom(7, 14, null),
      review: fc.constantFrom('send', 'hold', null),
    },
    { requiredKeys: [] },
  );
  const scopes = [
    'fleet',
    'site:s',
    'site:t',
    'group:1',
    'group:2',
    'group:3',
    'host:h',
    'host:k',
    'instance:i',
    'instance:j',
  ];
  const someKeys = fc.subarray([...keys]);
  const anyLayers: fc.Arbitrary<Layer[]> = fc
    .shuffledSubarray(scopes)
    .chain((some) =>
      fc.tuple(...some.map((scope) => fc.tuple(fc.constant(scope), anySet, someKeys, someKeys, fc.nat(2)))),
    )
    .map((rows) =>
      rows.map(([scope, set, locked, exempt, priority]) => layerAt(scope, { set, locked, exempt, priority })),
    );
  const anyPlace: fc.Arbitrary<Place> = fc.record({
    id: fc.constantFrom('i', 'j', 'none'),
    site: fc.constantFrom('s', 't', 'none', null),
    groups: fc.shuffledSubarray(['1', '2', '3', 'none']),
    hostId: fc.constantFrom('h', 'k', 'none', null),
  });
  const attempt = (resolve: () => unknown) => {
    try {
      return resolve();
    } catch (error) {
      if (!(error instanceof CallHomeError)) throw error;
      // Of several ties, which one is named is nobody's business.
      return error.code;
    }
  };

  it('agrees with the plain definition over any layers, locks, exceptions and places, ties included', () => {
    fc.assert(
      fc.property(anyLayers, fc.array(anyPlace, { minLength: 1, maxLength: 6 }), (layers, places) => {
        const index = settingsResolver(layers);
        for (const at of places) {
          const over = layers.filter(({ scope }) => {
            const [rank, id = ''] = scope.split(':');
            if (rank === 'group') return at.groups.includes(id);
            return rank === 'fleet' || (rank === 'site' ? at.site : rank === 'host' ? at.hostId : at.id) === id;
          });
          expect(attempt(() => index.effectiveFor(at))).toEqual(attempt(() => resolveSettings(over)));
        }
      }),
      { numRuns: 300 },
    );
  });
});
