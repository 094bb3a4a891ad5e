import type { AdcConfig, CallhomeSettings } from '../fleet/appliance.js';

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
    callhome: DEFAULT_CALLHOME,
    uploadAlarm: false,
    services: ['callhome_proxy', 'corp_proxy'],
  };
}

/** Whether two configurations hold the same values. */
export function isSameConfig(left: AdcConfig, right: AdcConfig): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
