import { keepLine } from '../../keep-line.js';
import { readDeviceTime, type DeviceTime } from '../../read-device-time.js';
import { readLines } from '../../read-lines.js';
import { isIpAddress } from '../set-callhome/is-ip-address.js';

export interface ParsedShowNsConfig {
  nsip: string | null;
  /** What stands after `Node:`, as printed: `Standalone`, `Primary`, `Secondary`. */
  node: string | null;
  systemTime: DeviceTime | null;
  lastChanged: DeviceTime | null;
  lastSaved: DeviceTime | null;
  /** Null on builds that do not print it. */
  changedSinceSaved: boolean | null;
  /**
   * Whether a restart would lose changes: as printed, else by the two times. Null when neither can tell: a time is
   * missing, or both are of one second.
   */
  unsavedChanges: boolean | null;
  /** As printed, on builds that print it. */
  timeZone: string | null;
  unrecognised: string[];
}

const LINES = {
  nsip: /^NetScaler IP:\s*(?<value>[0-9a-f.:]+)(?:\s|$)/i,
  node: /^Node:\s*(?<value>.*)$/,
  systemTime: /^System Time:\s*(?<value>.*)$/,
  lastChanged: /^Last Config Changed Time:\s*(?<value>.*)$/,
  lastSaved: /^Last Config Saved Time:\s*(?<value>.*)$/,
  changedSinceSaved: /^Config Changed since Last Saved Config:\s*(?<value>TRUE|FALSE)$/i,
  timeZone: /^(?:System )?Time ?zone:\s*(?<value>.*)$/i,
  known: /^(?:NW FWMODE|Number of MappedIP\(s\)):/,
};

/**
 * Parses `show ns config`. A time that cannot be read is null and its line kept in `unrecognised`; a line that comes
 * twice counts the first time.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsConfig(output: string): ParsedShowNsConfig {
  const config: Omit<ParsedShowNsConfig, 'unsavedChanges'> = {
    nsip: null,
    node: null,
    systemTime: null,
    lastChanged: null,
    lastSaved: null,
    changedSinceSaved: null,
    timeZone: null,
    unrecognised: [],
  };
  for (const { kind, text, fields } of readLines('show ns config', LINES, output)) {
    const value = fields['value'] ?? '';
    if (kind === 'known') continue;
    if (kind === 'unrecognised' || (kind === 'nsip' && !isIpAddress(value))) keepLine(config.unrecognised, text);
    else if (kind === 'changedSinceSaved') config.changedSinceSaved ??= value.toUpperCase() === 'TRUE';
    else if (kind === 'nsip' || kind === 'node' || kind === 'timeZone') config[kind] ??= value === '' ? null : value;
    else {
      const time = readDeviceTime(value);
      config[kind] ??= time;
      if (time === null) keepLine(config.unrecognised, text);
    }
  }
  return { ...config, unsavedChanges: unsavedChanges(config) };
}

function unsavedChanges({
  changedSinceSaved,
  lastChanged,
  lastSaved,
}: Pick<ParsedShowNsConfig, 'changedSinceSaved' | 'lastChanged' | 'lastSaved'>): boolean | null {
  if (changedSinceSaved !== null) return changedSinceSaved;
  if (lastChanged === null || lastSaved === null) return null;
  if (lastChanged.epochAsIfUtcMs === lastSaved.epochAsIfUtcMs) return null;
  return lastChanged.epochAsIfUtcMs > lastSaved.epochAsIfUtcMs;
}
