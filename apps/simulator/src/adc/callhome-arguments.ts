import { isIPv4, isIPv6 } from 'node:net';
import type { AdcConfig, CallhomeSettings } from '../fleet/appliance.js';
import { DEFAULT_CALLHOME } from './adc-config.js';
import type { Word } from './command-line.js';
import { isReleaseAtLeast } from './release.js';

/** New settings, or the vendor's text for the first mistake. */
export type CallhomeChange =
  { readonly ok: true; readonly settings: CallhomeSettings } | { readonly ok: false; readonly error: string };

type Flag = 'emailAddress' | 'hbCustomInterval' | 'proxyMode' | 'IPAddress' | 'proxyAuthService' | 'port' | 'mode';
type Given = Partial<Record<Flag, string>>;

interface FlagRow {
  readonly flag: Flag;
  /** First release that knows the argument; older ones call it unknown. */
  readonly since: readonly [major: number, minor: number];
  /** Text of the mistake in a value, or `null` for a good one. */
  readonly mistake: (value: string, config: AdcConfig) => string | null;
}

/** Arguments of `set callhome` with their ranges, in the order of the vendor's synopsis. */
const FLAG_TABLE: readonly FlagRow[] = [
  { flag: 'emailAddress', since: [10, 0], mistake: (value) => tooLong('emailAddress', value, 78) },
  { flag: 'proxyMode', since: [10, 5], mistake: (value) => notOneOf('proxyMode', value, ['YES', 'NO']) },
  { flag: 'IPAddress', since: [10, 5], mistake: badAddress },
  { flag: 'proxyAuthService', since: [12, 0], mistake: badService },
  { flag: 'port', since: [10, 5], mistake: (value) => (value === '*' ? null : outOfRange('port', value, 65_535)) },
  { flag: 'hbCustomInterval', since: [12, 0], mistake: (value) => outOfRange('hbCustomInterval', value, 30) },
  { flag: 'mode', since: [12, 1], mistake: (value) => notOneOf('mode', value, ['Default', 'CSP', 'Connector']) },
];

const BOTH_FORMS = 'Arguments cannot both be specified [IPAddress, proxyAuthService]';

/** What `set callhome WORDS` makes of `config` on `build`; nothing is applied when one argument is wrong. */
export function setCallhome(words: readonly Word[], config: AdcConfig, build: string): CallhomeChange {
  const given: Given = {};
  if (words.length === 0) return refuse('Too few arguments');
  for (let at = 0; at < words.length; at += 2) {
    const row = findFlag(words[at], build);
    if (typeof row === 'string') return refuse(row);
    if (row.flag in given) return refuse(`Argument has too many values [${row.flag}]`);
    const value = words[at + 1];
    if (value === undefined || isFlagWord(value)) return refuse(`Required argument value missing [${row.flag}]`);
    const mistake = value.text === '' ? `Invalid argument value [${row.flag}]` : row.mistake(value.text, config);
    if (mistake !== null) return refuse(mistake);
    given[row.flag] = value.text;
  }
  const mistake = proxyMistake(given, config.callhome);
  return mistake === null ? { ok: true, settings: merge(config.callhome, given) } : refuse(mistake);
}

/** What `unset callhome WORDS` makes of `config` on `build`: the named arguments go back to their defaults. */
export function unsetCallhome(words: readonly Word[], config: AdcConfig, build: string): CallhomeChange {
  if (words.length === 0) return refuse('Too few arguments');
  const settings: { -readonly [K in keyof CallhomeSettings]: CallhomeSettings[K] } = { ...config.callhome };
  for (const word of words) {
    const row = findFlag(word, build);
    if (typeof row === 'string') return refuse(row);
    if (row.flag === 'proxyMode') settings.proxyMode = DEFAULT_CALLHOME.proxyMode;
    else if (row.flag === 'mode') settings.mode = DEFAULT_CALLHOME.mode;
    else if (row.flag === 'hbCustomInterval') settings.heartbeatDays = null;
    else if (row.flag === 'IPAddress') settings.ipAddress = null;
    else settings[row.flag] = null;
  }
  return { ok: true, settings };
}

function findFlag(word: Word | undefined, build: string): FlagRow | string {
  if (word === undefined || word.quoted || !word.text.startsWith('-')) return `Invalid argument [${word?.text ?? ''}]`;
  const row = FLAG_TABLE.find(({ flag }) => `-${flag}`.toLowerCase() === word.text.toLowerCase());
  return row !== undefined && isReleaseAtLeast(build, ...row.since) ? row : `No such argument [${word.text}]`;
}

/** A dash and a letter begins the next argument; a dash and a digit is a value below the range. */
function isFlagWord(word: Word): boolean {
  return !word.quoted && /^-[A-Za-z]/.test(word.text);
}

function proxyMistake(given: Given, current: CallhomeSettings): string | null {
  const { IPAddress, proxyAuthService, port, proxyMode } = given;
  if (IPAddress !== undefined && proxyAuthService !== undefined) return BOTH_FORMS;
  // The two forms exclude each other also across commands: the old one must be unset first.
  if (IPAddress !== undefined && current.proxyAuthService !== null) return BOTH_FORMS;
  if (proxyAuthService !== undefined && current.ipAddress !== null) return BOTH_FORMS;
  if (IPAddress !== undefined && port === undefined) return 'Argument pre-requisite missing [IPAddress, port]';
  if (proxyAuthService !== undefined && port === undefined) {
    return 'Argument pre-requisite missing [proxyAuthService, port]';
  }
  const hasForm = [IPAddress, proxyAuthService, current.ipAddress, current.proxyAuthService].some(Boolean);
  if (proxyMode?.toUpperCase() === 'YES' && !hasForm) return 'Argument pre-requisite missing [proxyMode, IPAddress]';
  return null;
}

function merge(current: CallhomeSettings, given: Given): CallhomeSettings {
  const mode = ['Default', 'CSP', 'Connector'].find((word) => word.toLowerCase() === given.mode?.toLowerCase());
  return {
    emailAddress: given.emailAddress ?? current.emailAddress,
    heartbeatDays: given.hbCustomInterval === undefined ? current.heartbeatDays : Number(given.hbCustomInterval),
    proxyMode: given.proxyMode === undefined ? current.proxyMode : given.proxyMode.toUpperCase() === 'YES',
    ipAddress: given.IPAddress ?? current.ipAddress,
    proxyAuthService: given.proxyAuthService ?? current.proxyAuthService,
    port: given.port ?? current.port,
    mode: mode ?? current.mode,
  };
}

function tooLong(flag: Flag, value: string, longest: number): string | null {
  return value.length > longest ? `String length exceeds maximum [${flag}, ${longest}]` : null;
}

function notOneOf(flag: Flag, value: string, words: readonly string[]): string | null {
  return words.some((word) => word.toLowerCase() === value.toLowerCase()) ? null : `Invalid argument value [${flag}]`;
}

function outOfRange(flag: Flag, value: string, highest: number): string | null {
  if (!/^-?\d+$/.test(value)) return `Invalid argument value [${flag}]`;
  if (Number(value) > highest) return `Integer value exceeds maximum [${flag}, ${highest}]`;
  return Number(value) < 1 ? `Integer value below minimum [${flag}, 1]` : null;
}

function badAddress(value: string): string | null {
  if (value === '*' || isIPv4(value) || isIPv6(value)) return null;
  return `Invalid ${value.includes(':') ? 'IPv6' : 'IP'} address [IPAddress, ${value}]`;
}

function badService(value: string, config: AdcConfig): string | null {
  const long = tooLong('proxyAuthService', value, 128);
  if (long !== null) return long;
  return config.services.includes(value) ? null : `No such resource [proxyAuthService, ${value}]`;
}

function refuse(error: string): CallhomeChange {
  return { ok: false, error };
}
