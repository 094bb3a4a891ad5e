import type { LayerSet } from '../settings/layer.js';
import { layerAt } from '../settings/layers.fake.js';
import { resolveSettings } from '../settings/resolve-settings.js';
import type { Proxy } from '../settings/setting.js';
import type { ObservedCallHome } from './observe-call-home.js';

/** Readings and settings, for specs: an appliance of 13.1 on which everything was read and nothing is set. */
export const ALL_SHOWN = ['enabled', 'emailAddress', 'heartbeatIntervalDays', 'mode', 'proxy', 'uploadAlarm'];
export const ADDRESS: Proxy = { address: '10.1.9.9', port: 3128 };
export const SERVICE: Proxy = { service: 'px', port: 8080 };

export function observed(given: Partial<ObservedCallHome> = {}): ObservedCallHome {
  return {
    enabled: true,
    emailAddress: null,
    heartbeatIntervalDays: 7,
    mode: 'Default',
    proxy: 'none',
    uploadAlarm: false,
    unsaved: false,
    shown: ALL_SHOWN,
    release: '13.1',
    ...given,
  };
}

/** What an appliance gets under a fleet layer and nothing else. */
export function fleet(set: LayerSet) {
  return resolveSettings([layerAt('fleet', { set })]);
}
