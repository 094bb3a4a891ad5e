import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { CallHomeError } from '../errors.js';
import { BUILT_IN_LAYER } from './layer.js';
import type { Layer } from './layer.js';
import { layerAt as layer } from './layers.fake.js';
import { resolveSettings } from './resolve-settings.js';
import { SETTING_KEYS } from './setting.js';

const proxyAt = (address: string) => ({ address, port: 3128 });
const mail = (name: string) => ({ emailAddress: `${name}@corp.example` });

describe('resolveSettings', () => {
  it('has a value and a source for every key when no layer says anything', () => {
    const effective = resolveSettings([]);
    expect(Object.keys(effective).toSorted()).toEqual(SETTING_KEYS.toSorted());
    expect(Object.fromEntries(Object.entries(effective).map(([key, { value }]) => [key, value]))).toEqual({
      enabled: true,
      emailAddress: null,
      proxy: null,
      heartbeatIntervalDays: null,
      mode: null,
      uploadAlarm: null,
      uploadVia: 'controller',
      destination: null,
      review: 'send',
      redaction: 'none',
      saveConfig: 'when-clean',
    });
    expect(effective.enabled).toEqual({
      value: true,
      source: { scope: 'built-in', revision: 0, by: null, at: null },
      overrides: [],
      blocked: [],
      locked: false,
      lockedBy: null,
      lockReason: null,
      exempted: false,
    });
  });

  const ladder = [
    layer('fleet', { set: mail('fleet') }),
    layer('site:emea', { set: mail('site') }),
    layer('group:a', { set: mail('group-a'), priority: 10 }),
    layer('group:b', { set: mail('group-b'), priority: 50 }),
    layer('host:app_1', { set: mail('host') }),
    layer('instance:app_2', { set: mail('instance') }),
  ];

  it.each(ladder.map((each, i) => ({ scope: each.scope, present: ladder.slice(0, i + 1) })))(
    'lets $scope win over everything broader, and lists what it shadows, strongest first',
    ({ scope, present }) => {
      const { value, source, overrides } = resolveSettings(present).emailAddress;
      expect(source.scope).toBe(scope);
      expect(value).toBe(present.at(-1)?.set.emailAddress);
      expect(overrides.map((each) => each.scope)).toEqual(
        present
          .slice(0, -1)
          .map((each) => each.scope)
          .toReversed(),
      );
    },
  );

  it('carries who set a value, when, and in which revision', () => {
    const { source, overrides } = resolveSettings([
      layer('fleet', { set: mail('noc'), revision: 31, by: 'k.lee' }),
      layer('instance:app_2', { set: mail('pay'), revision: 2, by: 't.kim', at: '2026-11-21T08:00:00Z' }),
    ]).emailAddress;
    expect(source).toEqual({ scope: 'instance:app_2', revision: 2, by: 't.kim', at: '2026-11-21T08:00:00Z' });
    expect(overrides).toEqual([{ scope: 'fleet', revision: 31, by: 'k.lee', value: 'noc@corp.example' }]);
  });

  it('takes null for the device default, which wins like any other value', () => {
    const { value, source, overrides } = resolveSettings([
      layer('fleet', { set: { heartbeatIntervalDays: 14 } }),
      layer('site:emea', { set: { heartbeatIntervalDays: null } }),
    ]).heartbeatIntervalDays;
    expect([value, source.scope, overrides[0]?.value]).toEqual([null, 'site:emea', 14]);
  });

  it('takes null at a setting of the controller for its built-in value', () => {
    const { value, source } = resolveSettings([
      layer('fleet', { set: { review: 'hold' } }),
      layer('site:emea', { set: { review: null } }),
    ]).review;
    expect([value, source.scope]).toEqual(['send', 'site:emea']);
  });

  it('stops a lower layer at a lock and keeps what it wanted', () => {
    const { value, source, overrides, blocked, locked, lockedBy } = resolveSettings([
      layer('site:emea', { set: { proxy: proxyAt('10.1.8.8') } }),
      layer('group:pci', { set: { proxy: proxyAt('10.1.9.9') }, locked: ['proxy'], priority: 50 }),
      layer('instance:app_2', { set: { proxy: 'none' } }),
    ]).proxy;
    expect([value, source.scope, locked, lockedBy?.scope]).toEqual([
      proxyAt('10.1.9.9'),
      'group:pci',
      true,
      'group:pci',
    ]);
    expect(overrides.map((each) => each.scope)).toEqual(['site:emea']);
    expect(blocked).toEqual([{ scope: 'instance:app_2', value: 'none' }]);
  });

  it('locks the inherited value when the locking layer sets none itself', () => {
    const { value, source, locked, lockedBy, blocked } = resolveSettings([
      layer('fleet', { set: mail('noc') }),
      layer('site:emea', { locked: ['emailAddress'] }),
      layer('instance:app_2', { set: mail('pay') }),
    ]).emailAddress;
    expect([value, source.scope, locked, lockedBy?.scope]).toEqual(['noc@corp.example', 'fleet', true, 'site:emea']);
    expect(blocked.map((each) => each.scope)).toEqual(['instance:app_2']);
  });

  it.each<[says: string, locker: Partial<Layer>, reason: string | null]>([
    ['its own reason', { note: 'PCI egress', lockReasons: { proxy: 'audit 7' } }, 'audit 7'],
    ['the note where it has none', { note: 'PCI egress', lockReasons: { mode: 'other' } }, 'PCI egress'],
    ['nothing where nobody said', {}, null],
  ])('tells why a key is locked: %s', (_says, locker, reason) => {
    const { lockReason } = resolveSettings([layer('fleet', { locked: ['proxy'], ...locker })]).proxy;
    expect(lockReason).toBe(reason);
  });

  it('lets an exempt layer set a locked key, and nobody else', () => {
    const { value, source, overrides, blocked, locked, lockedBy, exempted } = resolveSettings([
      layer('fleet', { set: mail('noc'), locked: ['emailAddress'] }),
      layer('host:app_1', { set: mail('host') }),
      layer('instance:app_2', { set: mail('pay'), exempt: ['emailAddress', 'proxy'] }),
    ]).emailAddress;
    expect([value, source.scope, locked, lockedBy?.scope, exempted]).toEqual([
      'pay@corp.example',
      'instance:app_2',
      true,
      'fleet',
      true,
    ]);
    expect(overrides.map((each) => each.scope)).toEqual(['fleet']);
    expect(blocked.map((each) => each.scope)).toEqual(['host:app_1']);
  });

  it.each<[says: string, layers: Layer[], source: string]>([
    [
      'an exemption from another key',
      [
        layer('fleet', { set: mail('noc'), locked: ['emailAddress'] }),
        layer('instance:i', { set: mail('i'), exempt: ['mode'] }),
      ],
      'fleet',
    ],
    [
      'an exemption without a lock',
      [layer('fleet', { set: mail('noc') }), layer('instance:i', { set: mail('i'), exempt: ['emailAddress'] })],
      'instance:i',
    ],
    [
      'an exemption of a layer that sets nothing',
      [layer('fleet', { set: mail('noc'), locked: ['emailAddress'] }), layer('host:h', { exempt: ['emailAddress'] })],
      'fleet',
    ],
  ])('does not call a value exempted for %s', (_says, layers, source) => {
    const decided = resolveSettings(layers).emailAddress;
    expect([decided.source.scope, decided.exempted]).toEqual([source, false]);
  });

  it('keeps the ties of exempt layers apart from those that a lock silences', () => {
    const [a, b] = [layer('group:a', { set: mail('a') }), layer('group:b', { set: mail('b') })];
    const lock = layer('fleet', { set: mail('noc'), locked: ['emailAddress'] });
    const exempt = (each: Layer): Layer => ({ ...each, exempt: ['emailAddress'] });
    expect(resolveSettings([lock, exempt(a), b]).emailAddress.source.scope).toBe('group:a');
    expect(() => resolveSettings([lock, exempt(a), exempt(b)])).toThrow(
      expect.objectContaining({
        code: 'SETTING_AMBIGUOUS',
        details: { key: 'emailAddress', scope: 'group:b', peer: 'group:a' },
      }),
    );
  });

  const tie = [layer('group:a', { set: mail('a'), priority: 5 }), layer('group:b', { set: mail('b'), priority: 5 })];
  it.each([
    ['two groups of one priority', tie],
    ['two groups of one priority below an override', [...tie, layer('instance:app_2', { set: mail('c') })]],
    [
      'two sites, whatever their priorities',
      [layer('site:a', { set: mail('a'), priority: 1 }), layer('site:b', { set: mail('b'), priority: 2 })],
    ],
    [
      'two groups of one priority, one of which locks the key',
      [layer('group:a', { set: mail('a'), locked: ['emailAddress'] }), layer('group:b', { set: mail('b') })],
    ],
  ] satisfies [string, Layer[]][])('refuses %s that set one key', (_says, layers) => {
    const refusal = { code: 'SETTING_AMBIGUOUS', details: expect.objectContaining({ key: 'emailAddress' }) };
    expect(() => resolveSettings(layers)).toThrow(expect.objectContaining(refusal));
    expect(() => resolveSettings(layers.toReversed())).toThrow(CallHomeError);
  });

  it('does not mind a tie that a lock above makes void', () => {
    const locked = layer('fleet', { set: mail('noc'), locked: ['emailAddress'] });
    const { value, blocked } = resolveSettings([...tie, locked]).emailAddress;
    expect([value, blocked.length]).toEqual(['noc@corp.example', 2]);
  });

  it('is not moved by a built-in layer that somebody passes in', () => {
    const other = { ...layer('built-in', { set: { enabled: false } }), rank: 'built-in' as const };
    expect(resolveSettings([other, BUILT_IN_LAYER])).toEqual(resolveSettings([]));
  });

  const emails = fc.option(fc.constantFrom('a@x.example', 'b@x.example'), { nil: null });
  const anySet = fc.record(
    { emailAddress: emails, heartbeatIntervalDays: fc.option(fc.integer({ min: 1, max: 30 })) },
    {
      requiredKeys: [],
    },
  );
  const someKeys = fc.subarray(['emailAddress', 'heartbeatIntervalDays'] as const);
  const ranks = ['fleet', 'site:s', 'group:1', 'group:2', 'group:3', 'host:h', 'instance:i'];
  const anyLayers = fc
    .subarray(ranks)
    .chain((scopes) => fc.tuple(...scopes.map((scope) => fc.tuple(fc.constant(scope), anySet, someKeys, someKeys))))
    .map((rows) =>
      rows.map(([scope, set, locked, exempt]) =>
        layer(scope, { set, locked, exempt, priority: Number(scope.split(':')[1]) || 0 }),
      ),
    );

  it('does not depend on the order in which layers arrive', () => {
    fc.assert(
      fc.property(
        anyLayers.chain((layers) =>
          fc.tuple(fc.constant(layers), fc.shuffledSubarray(layers, { minLength: layers.length })),
        ),
        ([layers, shuffled]) => {
          expect(resolveSettings(shuffled)).toEqual(resolveSettings(layers));
        },
      ),
    );
  });

  it('names exactly one source, and taking its value away changes the source', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const { value, source } = resolveSettings(layers).emailAddress;
        const sources = layers.filter((each) => each.scope === source.scope);
        expect(sources.length).toBe(source.scope === 'built-in' ? 0 : 1);
        if (source.scope === 'built-in') return;
        expect(sources[0]?.set.emailAddress).toBe(value);
        const { emailAddress: _taken, ...rest } = sources[0]?.set ?? {};
        const without = layers.map((each) => (each === sources[0] ? { ...each, set: rest } : each));
        expect(resolveSettings(without).emailAddress.source.scope).not.toBe(source.scope);
      }),
    );
  });

  it('never lets a layer below a lock decide without an exception, and accounts for every value that is set', () => {
    fc.assert(
      fc.property(anyLayers, (layers) => {
        const { source, overrides, blocked, lockedBy, exempted } = resolveSettings(layers).emailAddress;
        const place = (scope: string) => ['built-in', ...ranks].indexOf(scope);
        expect(exempted).toBe(lockedBy !== null && place(source.scope) > place(lockedBy.scope));
        const deciding = layers.find((each) => each.scope === source.scope);
        if (exempted) expect(deciding?.exempt).toContain('emailAddress');
        const setters = layers.filter((each) => each.set.emailAddress !== undefined).map((each) => each.scope);
        const named = [source, ...overrides, ...blocked].map((each) => each.scope);
        expect(named.filter((scope) => scope !== 'built-in').toSorted()).toEqual(setters.toSorted());
      }),
    );
  });
});
