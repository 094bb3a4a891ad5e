import { deviceRuleFor } from './device-rule.js';
import type { DeviceRule } from './device-rule.js';
import { SETTINGS, isSettingKey } from './setting.js';

/** What can be wrong with a layer. Codes are public. A warning is shown and saved, an error is refused. */
export const SETTING_PROBLEMS = {
  'not-a-set': { level: 'error', detail: 'settings are an object of keys and values' },
  'unknown-key': { level: 'error', detail: 'there is no such key' },
  'wrong-type': { level: 'error', detail: 'the value has the wrong type or is none of the allowed words' },
  empty: { level: 'error', detail: 'an empty text is no value; use the device default instead' },
  'too-long': { level: 'error', detail: 'the text is longer than the appliance takes' },
  'out-of-range': { level: 'error', detail: 'the number is outside its range' },
  'not-an-email': { level: 'error', detail: 'this is not one mail address' },
  'not-an-address': { level: 'error', detail: 'this is not an IPv4 or IPv6 address' },
  'unsafe-characters': { level: 'error', detail: 'the text holds a character that no command line can carry' },
  'proxy-host-and-service': { level: 'error', detail: 'a proxy has an address or a service, not both' },
  'proxy-incomplete': { level: 'error', detail: 'a proxy needs an address or a service' },
  'port-required': { level: 'error', detail: 'a proxy needs its port' },
  'not-a-lock-list': { level: 'error', detail: 'locks are a list of keys, reasons an object of keys and texts' },
  'locked-twice': { level: 'error', detail: 'the key is in the list of locks twice' },
  'reason-without-lock': { level: 'error', detail: 'there is a reason for a lock and no such lock' },
  'reason-not-a-text': { level: 'error', detail: 'a reason is a text of 1 to 500 characters' },
  'expiry-not-a-time': { level: 'error', detail: 'the expiry is no date and no time in UTC' },
  'expiry-not-here': { level: 'error', detail: 'only the settings of one appliance can expire' },
  'expiry-past': { level: 'error', detail: 'the expiry is not in the future' },
  'lock-without-reason': {
    level: 'warning',
    detail: 'nothing says why the key is locked, neither a reason nor the note',
  },
  'heartbeat-below-5': {
    level: 'warning',
    detail: 'the vendor advises against heartbeats more often than every 5 days',
  },
} as const satisfies Record<string, { level: 'error' | 'warning'; detail: string }>;
export type SettingProblemCode = keyof typeof SETTING_PROBLEMS;

/** One thing wrong with a layer, at a key; the key is empty when the whole set is wrong. */
export interface SettingProblem {
  readonly key: string;
  readonly code: SettingProblemCode;
  /** A whole sentence for people: what is wrong, what is expected, and what the appliance would have answered. */
  readonly detail: string;
  readonly level: 'error' | 'warning';
  /** What the key takes; null where the trouble is not about a value. */
  readonly range: string | null;
  /** How the appliance itself refuses it; null: it would not, or nobody has documented how. */
  readonly deviceRule: DeviceRule | null;
}

/** Builds the problem of a code at a key. `value` is the one that is refused, where the trouble is about a value. */
export function settingProblem(key: string, code: SettingProblemCode, value?: unknown): SettingProblem {
  const { level, detail } = SETTING_PROBLEMS[code];
  if (level === 'warning' || value === undefined || !isSettingKey(key)) {
    return { key, code, level, detail, range: null, deviceRule: null };
  }
  const { range } = SETTINGS[key];
  const deviceRule = deviceRuleFor(key, code, value);
  const device = deviceRule === null ? '' : `; the appliance refuses it too: ${nameOf(deviceRule)}`;
  return { key, code, level, detail: `${detail}; expected: ${range}${device}`, range, deviceRule };
}

function nameOf({ error, text }: DeviceRule): string {
  return `error ${error}, ${text}`;
}
