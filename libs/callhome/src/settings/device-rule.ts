import { LIMITS } from './setting.js';
import type { SettingKey } from './setting.js';

/** How an appliance refuses a value. */
export interface DeviceRule {
  /** NITRO's number of the message; the command line prints the text only. */
  readonly error: number;
  readonly text: string;
}

/**
 * Returns how the appliance itself would refuse a value; null where that is not documented, or where the value is
 * refused because no command line can carry it, so that no appliance ever sees it.
 *
 * Numbers and wording: the vendor's list of NITRO messages. Which of them Call Home picks for which mistake is derived
 * from how other commands use them, so this informs people and nothing may branch on it.
 */
export function deviceRuleFor(key: SettingKey, code: string, value: unknown): DeviceRule | null {
  if (key === 'heartbeatIntervalDays') return intervalRule(value);
  if (key === 'proxy') return proxyRule(code, value);
  if (key === 'emailAddress' && code === 'too-long') return longerThan('emailAddress', LIMITS.emailMaxChars);
  return key === 'mode' && code === 'wrong-type' ? invalidValue('mode') : null;
}

function intervalRule(value: unknown): DeviceRule {
  if (typeof value !== 'number' || !Number.isInteger(value)) return invalidValue('hbCustomInterval');
  return value > LIMITS.heartbeatMaxDays
    ? above('hbCustomInterval', LIMITS.heartbeatMaxDays)
    : below('hbCustomInterval', LIMITS.heartbeatMinDays);
}

function proxyRule(code: string, value: unknown): DeviceRule | null {
  const { address, service, port } = (typeof value === 'object' && value !== null ? value : {}) as Record<
    string,
    unknown
  >;
  switch (code) {
    case 'proxy-host-and-service':
      return { error: 1092, text: 'Arguments cannot both be specified [IPAddress, proxyAuthService]' };
    case 'port-required': {
      const needy = service !== undefined && address === undefined ? 'proxyAuthService' : 'IPAddress';
      return { error: 1093, text: `Argument pre-requisite missing [${needy}, port]` };
    }
    case 'too-long':
      return longerThan('proxyAuthService', LIMITS.serviceMaxChars);
    case 'not-an-address':
      return { error: 1110, text: 'Invalid IP address [IPAddress]' };
    case 'out-of-range':
      if (typeof port !== 'number' || !Number.isInteger(port)) return invalidValue('port');
      return port > LIMITS.portMax ? above('port', LIMITS.portMax) : below('port', LIMITS.portMin);
    default:
      return null;
  }
}

function longerThan(argument: string, max: number): DeviceRule {
  return { error: 1106, text: `String length exceeds maximum [${argument}, ${max}]` };
}

function above(argument: string, max: number): DeviceRule {
  return { error: 1108, text: `Integer value exceeds maximum [${argument}, ${max}]` };
}

function below(argument: string, min: number): DeviceRule {
  return { error: 1109, text: `Integer value below minimum [${argument}, ${min}]` };
}

function invalidValue(argument: string): DeviceRule {
  return { error: 1097, text: `Invalid argument value [${argument}]` };
}
