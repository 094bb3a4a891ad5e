import { keepLine } from '../../keep-line.js';
import { readLines } from '../../read-lines.js';

export interface ParsedShowSnmpAlarm {
  name: string | null;
  state: 'enabled' | 'disabled' | null;
  /** As printed; null when unset (`-`) or not shown. */
  severity: string | null;
  unrecognised: string[];
}

const SEVERITY = 'Critical|Major|Minor|Warning|Informational|-';
const LINES = {
  // Table form: name, thresholds and time, then State; a second such word on the line is Logging.
  row: new RegExp(
    String.raw`^(?:\d+\)\s*)?(?<name>[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+)\s+(?:(?:N\/A|-|\d+)\s+){0,3}(?<state>ENABLED|DISABLED)(?:\s+(?<severity>${SEVERITY}))?(?:\s+(?:ENABLED|DISABLED))?$`,
    'i',
  ),
  name: /^(?:\d+\)\s*)?(?:Alarm|Trap ?Name|Name):\s*(?<value>\S+)$/i,
  state: /^State:\s*(?<value>ENABLED|DISABLED)$/i,
  severity: new RegExp(`^Severity:\\s*(?<value>${SEVERITY})?$`, 'i'),
  known: /^(?:Logging|Time|(?:Alarm|Normal) ?Threshold|Threshold ?Value|Normal ?Value):/i,
  header: /^(?:Alarm\s.*State.*|[-\s]+)$/i,
};

/**
 * Parses `show snmp alarm NAME`, as a table row or as labelled lines: the shape is derived, no capture is public.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowSnmpAlarm(output: string): ParsedShowSnmpAlarm {
  const parsed: ParsedShowSnmpAlarm = { name: null, state: null, severity: null, unrecognised: [] };
  for (const { kind, text, fields } of readLines('show snmp alarm', LINES, output)) {
    if (kind === 'unrecognised') keepLine(parsed.unrecognised, text);
    const name = fields['name'] ?? (kind === 'name' ? fields['value'] : undefined);
    const state = fields['state'] ?? (kind === 'state' ? fields['value'] : undefined);
    const severity = fields['severity'] ?? (kind === 'severity' ? fields['value'] : undefined);
    if (name !== undefined) parsed.name = name;
    if (state !== undefined) parsed.state = state.toUpperCase() === 'ENABLED' ? 'enabled' : 'disabled';
    if (severity !== undefined) parsed.severity = severity === '-' ? null : severity;
  }
  return parsed;
}
