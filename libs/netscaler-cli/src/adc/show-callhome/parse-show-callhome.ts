import { keepLine } from '../../keep-line.js';
import { DEVICE_TIME, readDeviceTime, type DeviceTime } from '../../read-device-time.js';
import { readLines, type NamedLine } from '../../read-lines.js';
import { settingOf, type CallHomeSetting, type ShownKey } from './setting-labels.js';

/** The seven conditions of the table, named for what failed; `other` is a row this library does not know. */
export type TriggerEvent =
  'compact-flash' | 'hard-disk' | 'power-supply' | 'ssl-card' | 'warm-restart' | 'memory' | 'rate-limit' | 'other';
/** `not-applicable`: the appliance has no such part, for example a power supply on a VPX. */
export type TriggerState = 'enabled' | 'disabled' | 'not-applicable';
/** `never` is printed `..`; `not-applicable` is printed `N/A` (a warm restart has no first occurrence). */
export type TriggerTime = DeviceTime | 'never' | 'not-applicable';

export interface CallHomeTrigger {
  event: TriggerEvent;
  /** As printed. */
  label: string;
  state: TriggerState;
  first: TriggerTime;
  latest: TriggerTime;
}

/** Null: not shown, shown empty, or not readable; `shown` tells the first from the rest. */
export interface ParsedShowCallhome {
  emailAddress: string | null;
  heartbeatIntervalDays: number | null;
  mode: string | null;
  proxyMode: 'YES' | 'NO' | null;
  proxyAddress: string | null;
  proxyService: string | null;
  /** The appliance's "any port" (`*`) is 65535, as in its API. */
  proxyPort: number | null;
  /** Words in print order: SUCCESSFUL, FAILED, ENABLED, DISABLED, INVALID HOSTNAME, NO DNSSERVER, ... */
  registration: string[];
  triggers: CallHomeTrigger[];
  shown: ShownKey[];
  unrecognised: string[];
}

const CELL = String.raw`${DEVICE_TIME}|\.\.|N\/A`;
const LINES = {
  // Tabs and blanks are mixed and a label may be one blank away from its state (vendor example), so the row is
  // anchored on the state word and the two cells.
  trigger: new RegExp(
    String.raw`^\d+\)\s*(?<label>\S.{0,80}?)\s+(?<state>Enabled|Disabled|N\/A)\s+(?<first>${CELL})\s+(?<latest>${CELL})$`,
    'i',
  ),
  header: /^(?:Trigger event\s+State\s.*|[-\s]+)$/i,
  registration: /^(?:Call ?Home )?(?:registration|status)\b.*$/i,
  label: /^(?<label>[A-Za-z][^:]{0,60}?)\s*:\s*(?<value>.*)$/,
};

// By keyword: row order and wording differ between releases. Asked in this order, so that "Hard disk" is no flash.
const EVENTS: readonly (readonly [RegExp, TriggerEvent])[] = [
  [/\bcompact|\bflash\b/i, 'compact-flash'],
  [/\bhard ?disk\b/i, 'hard-disk'],
  [/\bpower\b/i, 'power-supply'],
  [/\bssl\b/i, 'ssl-card'],
  [/\bwarm\b|\bre(?:start|boot)|\bboot\b/i, 'warm-restart'],
  [/\brate\b/i, 'rate-limit'],
  [/\bmemory\b/i, 'memory'],
];
const STATES: Readonly<Record<string, TriggerState>> = {
  enabled: 'enabled',
  disabled: 'disabled',
  'n/a': 'not-applicable',
};
// NITRO `callhomestatus`. "UNSUCCESSFUL" and "NOT SUCCESSFUL" must not pass for their opposite.
const REGISTRATION_WORDS =
  /(?<!\bNOT )\b(?:HOSTNAME RESOLUTION FAILED|INVALID HOSTNAME|NO DNSSERVER|SUCCESSFUL|FAILED|ENABLED|DISABLED)\b/gi;
const SHOWN_ORDER: readonly ShownKey[] = ['emailAddress', 'heartbeatIntervalDays', 'mode', 'proxy'];

/**
 * Parses `show callhome` of any release. No capture of a real appliance is public: the vendor example and the
 * attribute list of its API are, so labels are matched by keyword and what is not understood is kept.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowCallhome(output: string): ParsedShowCallhome {
  const parsed: ParsedShowCallhome = {
    emailAddress: null,
    heartbeatIntervalDays: null,
    mode: null,
    proxyMode: null,
    proxyAddress: null,
    proxyService: null,
    proxyPort: null,
    registration: [],
    triggers: [],
    shown: [],
    unrecognised: [],
  };
  const shown = new Set<ShownKey>();
  for (const line of readLines('show callhome', LINES, output)) {
    if (line.kind === 'header' || (line.kind === 'trigger' && addTrigger(parsed, line))) continue;
    if (line.kind === 'registration' && addRegistration(parsed, line)) continue;
    if (line.kind === 'label') {
      const setting = settingOf(line.fields['label'] ?? '', line.fields['value'] ?? '');
      if (setting !== null) shown.add(setting.shown);
      if (setting !== null && setting.isReadable) {
        store(parsed, setting);
        continue;
      }
    }
    keepLine(parsed.unrecognised, line.text);
  }
  parsed.shown = SHOWN_ORDER.filter((key) => shown.has(key));
  return parsed;
}

function store(parsed: ParsedShowCallhome, setting: CallHomeSetting): void {
  Object.assign(parsed, { [setting.key]: setting.value });
}

function addRegistration(parsed: ParsedShowCallhome, { text }: NamedLine<string>): boolean {
  const words = text.match(REGISTRATION_WORDS) ?? [];
  parsed.registration.push(...words.map((word) => word.toUpperCase()));
  return words.length > 0;
}

function addTrigger(parsed: ParsedShowCallhome, { fields }: NamedLine<string>): boolean {
  const label = (fields['label'] ?? '').replace(/\s+/g, ' ');
  const state = STATES[(fields['state'] ?? '').toLowerCase()];
  const first = readCell(fields['first'] ?? '');
  const latest = readCell(fields['latest'] ?? '');
  if (state === undefined || first === null || latest === null) return false;
  const event = EVENTS.find(([keyword]) => keyword.test(label))?.[1] ?? 'other';
  parsed.triggers.push({ event, label, state, first, latest });
  return true;
}

function readCell(cell: string): TriggerTime | null {
  if (cell === '..') return 'never';
  return cell.toUpperCase() === 'N/A' ? 'not-applicable' : readDeviceTime(cell);
}
