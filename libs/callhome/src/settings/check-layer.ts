import { setCallhome, TranscriptError } from '../../../netscaler-cli/src/index.js';
import { LIMITS, WRITABLE_MODES, isSettingKey } from './setting.js';
import type { SettingKey } from './setting.js';
import { SETTING_PROBLEMS, settingProblem } from './setting-problem.js';
import type { SettingProblem, SettingProblemCode } from './setting-problem.js';

/**
 * Judges what a layer wants to set, before it is saved, and names everything that is wrong at once. Null (device
 * default) is right for every key, undefined counts as absent. What passes without an error can be written to an
 * appliance: every text has been tried on the builders of the command lines.
 */
export function checkLayer(set: unknown): readonly SettingProblem[] {
  if (!isRecord(set)) return [settingProblem('', 'not-a-set')];
  return Object.entries(set).flatMap(([key, value]) => {
    if (!isSettingKey(key)) return [settingProblem(key, 'unknown-key')];
    if (value === null || value === undefined) return [];
    return CHECKS[key](value).map((code) => settingProblem(key, code, value));
  });
}

/** Says whether a value may be set at a key, as `checkLayer` judges it; warnings do not count. */
export function isSettable(key: SettingKey, value: unknown): boolean {
  if (value === null || value === undefined) return true;
  return CHECKS[key](value).every((code) => SETTING_PROBLEMS[code].level === 'warning');
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

// The shape only; whether the mailbox exists is for the vendor's mail to find out. Local part: dot-atom of RFC 5322.
const ONE_ADDRESS = /^[\w!#$%&'*+/=?^`{|}~-]+(\.[\w!#$%&'*+/=?^`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$/;

function checkEmail(value: unknown): SettingProblemCode[] {
  const wrong = checkText(value, LIMITS.emailMaxChars);
  if (wrong.length > 0 || typeof value !== 'string') return wrong;
  if (!canBeSent({ emailAddress: value })) return ['unsafe-characters'];
  return ONE_ADDRESS.test(value) ? [] : ['not-an-email'];
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

function isWholeWithin(value: number, min: number, max: number): boolean {
  return Number.isInteger(value) && value >= min && value <= max;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
