import { describe, expect, it } from '@jest/globals';
import type { LayerSet } from '../settings/layer.js';
import type { PushedKey } from '../settings/setting.js';
import type { AppliedSettings, AppliedValue } from './applied-settings.js';
import { driftOf, withConflicts, worstDrift } from './drift-of.js';
import type { ObservedCallHome } from './observe-call-home.js';
import { ADDRESS, SERVICE, fleet, observed } from './readings.fake.js';
import type { SettingDrift } from './setting-drift.js';
import type { DeviceValue } from './step.js';

type Case = [
  says: string,
  set: LayerSet,
  given: Partial<ObservedCallHome>,
  applied: AppliedSettings,
  key: PushedKey,
  drift: SettingDrift,
];

const was = (wanted: DeviceValue, read: DeviceValue = wanted): AppliedValue => ({
  wanted,
  read,
  at: '2026-11-23T14:00:00Z',
  rolloutId: 'rol_1',
});
const mode = (wanted: DeviceValue) => ({ mode: was(wanted) });
const days = (wanted: DeviceValue, read: DeviceValue = wanted) => ({ heartbeatIntervalDays: was(wanted, read) });
const BACK: LayerSet = { heartbeatIntervalDays: null };

describe('driftOf', () => {
  it.each<Case>([
    ['no layer sets it', {}, { emailAddress: 'a@x.example' }, {}, 'emailAddress', 'unmanaged'],
    ['no layer sets it any more', {}, { mode: 'CSP' }, mode('CSP'), 'mode', 'unmanaged'],
    ['it is what was asked for', { mode: 'CSP' }, { mode: 'CSP' }, {}, 'mode', 'in-sync'],
    ['it is what was asked for, by hand', { mode: 'CSP' }, { mode: 'CSP' }, mode('Default'), 'mode', 'in-sync'],
    ['it was never applied', { mode: 'CSP' }, {}, {}, 'mode', 'pending'],
    ['it was asked for since the last push', { mode: 'CSP' }, {}, mode('Default'), 'mode', 'pending'],
    ['somebody changed it since the last push', { mode: 'CSP' }, {}, mode('CSP'), 'mode', 'drifted'],
    ['somebody and a layer changed it', { mode: 'CSP' }, {}, mode('Connector'), 'mode', 'drifted'],
    ['it was rolled back', { mode: 'CSP' }, {}, mode('Default'), 'mode', 'pending'],
    ['it could not be read', { mode: 'CSP' }, { mode: null }, {}, 'mode', 'unknown'],
    ['it cannot be read any more', { mode: 'CSP' }, { mode: null }, mode('CSP'), 'mode', 'unknown'],
    ['the build lacks it', { mode: 'CSP' }, { release: '12.0', mode: null }, {}, 'mode', 'not-applicable'],
    ['the build lacks it and nobody asks', {}, { release: '11.1' }, {}, 'heartbeatIntervalDays', 'not-applicable'],
    ['the build lacks this form of it', { proxy: SERVICE }, { release: '11.1' }, {}, 'proxy', 'not-applicable'],
    [
      'the build shows this form of it',
      { proxy: SERVICE },
      { release: '11.1', proxy: SERVICE },
      {},
      'proxy',
      'in-sync',
    ],
    ['the build has the other form of it', { proxy: ADDRESS }, { release: '11.1' }, {}, 'proxy', 'pending'],
    [
      'no mail address is asked for',
      { emailAddress: null },
      { emailAddress: 'a@x.example' },
      {},
      'emailAddress',
      'pending',
    ],
    [
      'a mail address came after it was cleared',
      { emailAddress: null },
      { emailAddress: 'a@x.example' },
      { emailAddress: was(null) },
      'emailAddress',
      'drifted',
    ],
    ['there is no mail address, as asked for', { emailAddress: null }, {}, {}, 'emailAddress', 'in-sync'],
    ['no proxy is asked for', { proxy: null }, { proxy: ADDRESS }, { proxy: was(ADDRESS) }, 'proxy', 'pending'],
    ['mode Default is the default', { mode: null }, { mode: 'Default' }, {}, 'mode', 'in-sync'],
    ['the interval was never given back', BACK, {}, {}, 'heartbeatIntervalDays', 'pending'],
    ['the interval was last set', BACK, {}, days(7), 'heartbeatIntervalDays', 'pending'],
    [
      'the interval was given back',
      BACK,
      { heartbeatIntervalDays: 30 },
      days(null, 30),
      'heartbeatIntervalDays',
      'in-sync',
    ],
    ['it was changed since it was given back', BACK, {}, days(null, 30), 'heartbeatIntervalDays', 'drifted'],
    ['the interval cannot be read', BACK, { heartbeatIntervalDays: null }, {}, 'heartbeatIntervalDays', 'unknown'],
    ['the switch is left as it is', { enabled: null }, { enabled: false }, {}, 'enabled', 'in-sync'],
    ['the switch is left as it is, unread', { enabled: null }, { enabled: null }, {}, 'enabled', 'in-sync'],
    ['the switch changed and is left as it is', { enabled: null }, {}, { enabled: was(false) }, 'enabled', 'in-sync'],
    ['the alarm is left as it is', { uploadAlarm: null }, { uploadAlarm: true }, {}, 'uploadAlarm', 'in-sync'],
    ['the built-in layer asks for it', {}, { enabled: false }, {}, 'enabled', 'pending'],
    ['it was switched off by hand', {}, { enabled: false }, { enabled: was(true) }, 'enabled', 'drifted'],
    [
      'only the spelling of an address differs from the last push',
      { proxy: ADDRESS },
      { proxy: { address: '2001:db8::9', port: 80 } },
      { proxy: was({ address: '2001:DB8:0:0::9', port: 80 }) },
      'proxy',
      'pending',
    ],
  ])('says of a setting, when %s', (_says, set, given, applied, key, drift) => {
    expect(driftOf(fleet(set), observed(given), applied)[key]).toBe(drift);
  });
});

describe('worstDrift', () => {
  const all = driftOf(fleet({}), observed());
  it.each<
    [says: string, drift: Partial<Record<PushedKey, SettingDrift>>, unsaved: boolean | null, worst: SettingDrift]
  >([
    ['drifted before conflict', { mode: 'conflict', proxy: 'drifted' }, true, 'drifted'],
    ['conflict before unknown', { mode: 'unknown', proxy: 'conflict' }, null, 'conflict'],
    ['unknown before pending', { mode: 'pending', proxy: 'unknown' }, true, 'unknown'],
    ['pending before unsaved', { mode: 'pending', proxy: 'in-sync' }, true, 'pending'],
    ['unsaved before in sync', { mode: 'in-sync' }, true, 'unsaved'],
    ['in sync where saved', { mode: 'in-sync' }, false, 'in-sync'],
    ['in sync where nobody knows whether it is saved', { mode: 'in-sync' }, null, 'in-sync'],
    ['in sync before unmanaged', {}, false, 'in-sync'],
    ['unmanaged, saved or not, where nothing is asked for', { enabled: 'unmanaged' }, true, 'unmanaged'],
  ])('calls the appliance %s', (_says, drift, unsaved, worst) => {
    expect(worstDrift({ ...all, ...drift }, unsaved)).toBe(worst);
  });

  it('calls the appliance not applicable when all of it is', () => {
    expect(worstDrift(driftOf(fleet({}), observed({ release: '9.3' })))).toBe('not-applicable');
  });
});

describe('withConflicts', () => {
  it('marks what still differs, and nothing that agrees or that nobody asks for', () => {
    const drift = driftOf(
      fleet({ mode: 'CSP', emailAddress: 'a@x.example', proxy: 'none', heartbeatIntervalDays: 7 }),
      observed({ emailAddress: 'b@x.example', mode: null, release: '13.1' }),
      { emailAddress: was('a@x.example') },
    );
    expect(withConflicts(drift, ['emailAddress', 'mode', 'proxy', 'uploadAlarm'])).toEqual({
      enabled: 'in-sync',
      mode: 'conflict',
      emailAddress: 'conflict',
      heartbeatIntervalDays: 'in-sync',
      proxy: 'in-sync',
      uploadAlarm: 'unmanaged',
    });
  });
});
