import { readDeviceTime, type DeviceTime } from '../../read-device-time.js';
import { readLines } from '../../read-lines.js';

export interface ParsedShowNsConfig {
  nsip: string | null;
  /** What stands after `Node:`, as printed: `Standalone`, `Primary`, `Secondary`. */
  node: string | null;
  systemTime: DeviceTime | null;
  lastChanged: DeviceTime | null;
  lastSaved: DeviceTime | null;
  /** Null on builds that do not print it; compare the two times there. */
  changedSinceSaved: boolean | null;
  unrecognised: string[];
}

const LINES = {
  nsip: /^NetScaler IP:\s*(?<value>\S+)/,
  node: /^Node:\s*(?<value>.*)$/,
  systemTime: /^System Time:\s*(?<value>.*)$/,
  lastChanged: /^Last Config Changed Time:\s*(?<value>.*)$/,
  lastSaved: /^Last Config Saved Time:\s*(?<value>.*)$/,
  changedSinceSaved: /^Config Changed since Last Saved Config:\s*(?<value>TRUE|FALSE)$/i,
  known: /^(?:NW FWMODE|Number of MappedIP\(s\)):/,
};

/**
 * Parses `show ns config`. A time that cannot be read is null and its line kept in `unrecognised`.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsConfig(output: string): ParsedShowNsConfig {
  const config: ParsedShowNsConfig = {
    nsip: null,
    node: null,
    systemTime: null,
    lastChanged: null,
    lastSaved: null,
    changedSinceSaved: null,
    unrecognised: [],
  };
  for (const { kind, text, fields } of readLines('show ns config', LINES, output)) {
    const value = fields['value'] ?? '';
    if (kind === 'known') continue;
    if (kind === 'unrecognised') config.unrecognised.push(text);
    else if (kind === 'changedSinceSaved') config.changedSinceSaved = value.toUpperCase() === 'TRUE';
    else if (kind === 'nsip' || kind === 'node') config[kind] = value || null;
    else {
      config[kind] = readDeviceTime(value);
      if (config[kind] === null) config.unrecognised.push(text);
    }
  }
  return config;
}
