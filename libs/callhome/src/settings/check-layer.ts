import { setCallhome, TranscriptError } from '../../../netscaler-cli/src/index.js';
import { LIMITS, SETTINGS, WRITABLE_MODES } from './setting.js';
import type { SettingKey } from './setting.js';

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
  readonly detail: string;
  readonly level: 'error' | 'warning';
}

/**
 * Judges what a layer wants to set, before it is saved, and names everything that is wrong at once. Null (device
 * default) is right for every key, undefined counts as absent. What passes without an error can be written to an
 * appliance: every text has been tried on the builders of the command lines.
 */
export function checkLayer(set: unknown): readonly SettingProblem[] {
  if (!isRecord(set)) return [problem('', 'not-a-set')];
  return Object.entries(set).flatMap(([key, value]) => {
    if (!isSettingKey(key)) return [problem(key, 'unknown-key')];
    if (value === null || value === undefined) return [];
    return CHECKS[key](value).map((code) => problem(key, code));
  });
}

type Check = (value: unknown) => SettingProblemCode[];

const CHECKS: Readonly<Record<SettingKey, Check>> = {
  enabled: isBoolean,
  emailAddress: checkEmail,
  proxy: checkProxy,
  heartbeatIntervalDays: checkHeartbeat,
  mode: oneOf(...WRITABLE_MODES),
  uploadAlarm: isBoolean,
  uploadVia: oneOf('controller', 'instance'),
  destination: checkDestination,
  review: oneOf('send', 'hold'),
  redaction: oneOf('none', 'secrets', 'full'),
  saveConfig: oneOf('when-clean', 'always', 'never'),
};

function checkEmail(value: unknown): SettingProblemCode[] {
  const wrong = checkText(value, LIMITS.emailMaxChars);
  if (wrong.length > 0 || typeof value !== 'string') return wrong;
  if (!canBeSent({ emailAddress: value })) return ['unsafe-characters'];
  // The shape only; whether the mailbox exists is for the vendor's mail to find out.
  return /^[^\s@,()[\]]+@[^\s@,()[\]]+$/.test(value) ? [] : ['not-an-email'];
}

function checkProxy(value: unknown): SettingProblemCode[] {
  if (value === 'none') return [];
  if (!isRecord(value)) return ['wrong-type'];
  const { address, service, port, ...rest } = value;
  const problems: SettingProblemCode[] = [];
  if (Object.keys(rest).length > 0) problems.push('wrong-type');
  if (address !== undefined && service !== undefined) problems.push('proxy-host-and-service');
  else if (service !== undefined) problems.push(...checkService(service));
  else if (address !== undefined) problems.push(...checkAddress(address));
  else problems.push('proxy-incomplete');
  return [...problems, ...checkPort(port)];
}

function checkService(service: unknown): SettingProblemCode[] {
  const wrong = checkText(service, LIMITS.serviceMaxChars);
  if (wrong.length > 0 || typeof service !== 'string') return wrong;
  return canBeSent({ proxy: { service, port: LIMITS.portMax } }) ? [] : ['unsafe-characters'];
}

function checkAddress(address: unknown): SettingProblemCode[] {
  if (typeof address !== 'string') return ['wrong-type'];
  return canBeSent({ proxy: { address, port: LIMITS.portMax } }) ? [] : ['not-an-address'];
}

function checkPort(port: unknown): SettingProblemCode[] {
  if (port === undefined || port === null) return ['port-required'];
  if (typeof port !== 'number') return ['wrong-type'];
  return isWholeWithin(port, LIMITS.portMin, LIMITS.portMax) ? [] : ['out-of-range'];
}

function checkHeartbeat(value: unknown): SettingProblemCode[] {
  if (typeof value !== 'number') return ['wrong-type'];
  if (!isWholeWithin(value, LIMITS.heartbeatMinDays, LIMITS.heartbeatMaxDays)) return ['out-of-range'];
  return value < LIMITS.heartbeatAdvisedMinDays ? ['heartbeat-below-5'] : [];
}

function checkDestination(value: unknown): SettingProblemCode[] {
  const wrong = checkText(value, LIMITS.destinationMaxChars);
  if (wrong.length > 0 || typeof value !== 'string') return wrong;
  return /^[\w.:-]+$/.test(value) ? [] : ['unsafe-characters'];
}

function checkText(value: unknown, maxChars: number): SettingProblemCode[] {
  if (typeof value !== 'string') return ['wrong-type'];
  if (value.trim() === '') return ['empty'];
  return value.length > maxChars ? ['too-long'] : [];
}

function isBoolean(value: unknown): SettingProblemCode[] {
  return typeof value === 'boolean' ? [] : ['wrong-type'];
}

function oneOf(...words: readonly string[]): Check {
  return (value) => (typeof value === 'string' && words.includes(value) ? [] : ['wrong-type']);
}

/** Asks the builder itself, so that this check and the command line can never disagree. */
function canBeSent(settings: Parameters<typeof setCallhome>[0]): boolean {
  try {
    return setCallhome(settings).length > 0;
  } catch (error) {
    if (error instanceof TranscriptError && error.code === 'ARGUMENT_REFUSED') return false;
    throw error;
  }
}

function problem(key: string, code: SettingProblemCode): SettingProblem {
  const { level, detail } = SETTING_PROBLEMS[code];
  if (level === 'warning' || !isSettingKey(key)) return { key, code, level, detail };
  return { key, code, level, detail: `${detail}; expected: ${SETTINGS[key].range}` };
}

function isWholeWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function isSettingKey(key: string): key is SettingKey {
  return Object.hasOwn(SETTINGS, key);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
