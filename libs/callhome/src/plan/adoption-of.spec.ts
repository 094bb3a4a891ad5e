import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { checkLayer } from '../settings/check-layer.js';
import { layerAt } from '../settings/layers.fake.js';
import { resolveSettings } from '../settings/resolve-settings.js';
import { PUSHED_KEYS } from '../settings/setting.js';
import type { PushedKey } from '../settings/setting.js';
import { adoptionOf } from './adoption-of.js';
import { anyObserved, anySet } from './any-reading.fake.js';
import { driftOf } from './drift-of.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { ADDRESS, SERVICE, observed } from './readings.fake.js';

describe('adoptionOf', () => {
  it.each<[says: string, key: PushedKey, given: Partial<ObservedCallHome>, value: unknown]>([
    ['the switch', 'enabled', { enabled: false }, false],
    ['a mail address', 'emailAddress', { emailAddress: 'a@x.example' }, 'a@x.example'],
    ['no mail address, as the device default', 'emailAddress', {}, null],
    ['an interval that is advised against', 'heartbeatIntervalDays', { heartbeatIntervalDays: 2 }, 2],
    ['a mode', 'mode', { mode: 'Connector' }, 'Connector'],
    ['a proxy by address', 'proxy', { proxy: ADDRESS }, ADDRESS],
    ['a proxy by service', 'proxy', { proxy: SERVICE }, SERVICE],
    ['no proxy', 'proxy', {}, 'none'],
    ['the alarm', 'uploadAlarm', { uploadAlarm: true }, true],
  ])('takes over %s', (_says, key, given, value) => {
    expect(adoptionOf(key, observed(given))).toEqual({ adopted: true, value });
  });

  it.each<[says: string, key: PushedKey, given: Partial<ObservedCallHome>, code: string]>([
    ['a switch that was not read', 'enabled', { enabled: null }, 'not-read'],
    ['a mail address that was not read', 'emailAddress', { shown: [] }, 'not-read'],
    ['a proxy that the build does not print', 'proxy', { proxy: null, shown: [] }, 'not-read'],
    ['half a proxy', 'proxy', { proxy: null }, 'proxy-incomplete'],
    ['a mode of an unknown word', 'mode', { mode: 'Turbo' }, 'mode-word-unknown'],
    ['a mail address that we never send', 'emailAddress', { emailAddress: '"a b"@x.example' }, 'not-a-setting'],
    ['a proxy on a service with a strange name', 'proxy', { proxy: { service: 'a|b', port: 80 } }, 'not-a-setting'],
    ['an interval beyond the range', 'heartbeatIntervalDays', { heartbeatIntervalDays: 60 }, 'not-a-setting'],
  ])('refuses %s', (_says, key, given, code) => {
    expect(adoptionOf(key, observed(given))).toMatchObject({ adopted: false, code, detail: expect.any(String) });
  });

  it('brings into sync what it takes over, with a value that a layer may hold', () => {
    fc.assert(
      fc.property(anySet, anyObserved, fc.constantFrom(...PUSHED_KEYS), (set, reading, key) => {
        const adoption = adoptionOf(key, reading);
        if (!adoption.adopted) return;
        const own = { [key]: adoption.value };
        expect(checkLayer(own).filter(({ level }) => level === 'error')).toEqual([]);
        const layers = [layerAt('fleet', { set }), layerAt('instance:app_1', { set: own })];
        expect(['in-sync', 'not-applicable']).toContain(driftOf(resolveSettings(layers), reading)[key]);
      }),
    );
  });
});
