import type { AdcTraits } from '../fleet/adc-traits.js';
import type { AdcConfig, CallhomeSettings } from '../fleet/appliance.js';
import { orderFeatures } from './features.js';

/** Call Home settings of an instance nobody has touched. */
export const DEFAULT_CALLHOME: CallhomeSettings = {
  emailAddress: null,
  heartbeatDays: null,
  proxyMode: false,
  ipAddress: null,
  proxyAuthService: null,
  port: null,
  mode: 'Default',
};

/** A fresh configuration: Call Home on, its upload alarm off, two services that a proxy may be named by. */
export function defaultAdcConfig(): AdcConfig {
  return {
    features: ['WL', 'LB', 'SSL', 'CH'],
    callhomeRefused: false,
    callhome: DEFAULT_CALLHOME,
    uploadAlarm: false,
    services: ['callhome_proxy', 'corp_proxy'],
  };
}

/** The configuration an upgrade leaves: passing 12.0 turns Call Home on, unless somebody had turned it off. */
export function upgradedConfig(config: AdcConfig, traits: Pick<AdcTraits, 'forgetsCallhomeChoice'>): AdcConfig {
  if (config.callhomeRefused && !traits.forgetsCallhomeChoice) return config;
  return { ...config, features: orderFeatures([...config.features, 'CH']), callhomeRefused: false };
}

/** A configuration with a service somebody else added, as it stands until it is saved. */
export function withForeignChange(config: AdcConfig): AdcConfig {
  return config.services.includes('svc_maintenance')
    ? config
    : { ...config, services: [...config.services, 'svc_maintenance'] };
}

/** Whether two configurations hold the same values. */
export function isSameConfig(left: AdcConfig, right: AdcConfig): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
