import type { AdcConfig, CallhomeSettings } from '../fleet/appliance.js';
import { orderFeatures } from './features.js';
import { isOnByDefault } from './release.js';

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

/**
 * The configuration of an ADC nobody has touched: Call Home on where `build` has it on by default, its upload alarm off,
 * two services that a proxy may be named by.
 */
export function defaultAdcConfig(build: string): AdcConfig {
  return {
    features: isOnByDefault(build) ? ['WL', 'LB', 'SSL', 'CH'] : ['WL', 'LB', 'SSL'],
    callhomeRefused: false,
    callhome: DEFAULT_CALLHOME,
    uploadAlarm: false,
    services: ['callhome_proxy', 'corp_proxy'],
  };
}

/**
 * The configuration that is left by an upgrade to a release with Call Home on by default, from one without: it is on,
 * unless somebody had turned it off and the upgrade keeps that.
 */
export function upgradedConfig(config: AdcConfig, keepsDisable: boolean): AdcConfig {
  if (config.callhomeRefused && keepsDisable) return config;
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
