import fc from 'fast-check';
import type { Proxy, Settings } from '../settings/setting.js';
import { ADDRESS, ALL_SHOWN, SERVICE } from './readings.fake.js';

/** Arbitrary settings of a layer and arbitrary readings, for properties; small sets of values, so that they often agree. */
const orNull = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null, freq: 3 });
const emails = fc.constantFrom('a@x.example', 'b@x.example');
const days = fc.constantFrom(1, 7, 14, 30);
const modes = fc.constantFrom<Settings['mode']>('Default', 'CSP', 'Connector');
const proxies = fc.constantFrom<Proxy>('none', ADDRESS, SERVICE, { address: '2001:db8::9', port: 80 });

export const anySet = fc.record(
  {
    enabled: orNull(fc.boolean()),
    emailAddress: orNull(emails),
    heartbeatIntervalDays: orNull(days),
    mode: orNull(modes),
    proxy: orNull(proxies),
    uploadAlarm: orNull(fc.boolean()),
    saveConfig: fc.constantFrom<Settings['saveConfig']>('when-clean', 'always', 'never'),
  },
  { requiredKeys: [] },
);

export const anyObserved = fc.record({
  enabled: orNull(fc.boolean()),
  emailAddress: orNull(emails),
  heartbeatIntervalDays: orNull(days),
  mode: orNull(fc.oneof(modes, fc.constant('Other'))),
  proxy: orNull(proxies),
  proxyResidue: fc.subarray(['address', 'service', 'port'] as const),
  uploadAlarm: orNull(fc.boolean()),
  unsaved: orNull(fc.boolean()),
  shown: fc.subarray(ALL_SHOWN),
  release: fc.constantFrom('10.1', '11.1', '12.0', '12.1', '13.1', null),
});
