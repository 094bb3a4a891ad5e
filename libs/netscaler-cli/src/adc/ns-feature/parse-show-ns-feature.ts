import { keepLine } from '../../keep-line.js';
import { readLines } from '../../read-lines.js';

export interface NsFeature {
  name: string;
  acronym: string;
  on: boolean;
}

export interface ParsedShowNsFeature {
  features: NsFeature[];
  unrecognised: string[];
}

const LINES = {
  feature: /^\d{1,4}\)\s*(?<name>\S+(?: \S+)*)\s+(?<acronym>\S+)\s+(?<status>ON|OFF)$/i,
  header: /^(?:Feature\s+Acronym\s+Status|[-\s]+)$/i,
};

/**
 * Parses `show ns feature`, the output of its built-in `| grep` included (no header, no ` Done`).
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsFeature(output: string): ParsedShowNsFeature {
  const parsed: ParsedShowNsFeature = { features: [], unrecognised: [] };
  for (const { kind, text, fields } of readLines('show ns feature', LINES, output)) {
    if (kind === 'unrecognised') keepLine(parsed.unrecognised, text);
    if (kind !== 'feature') continue;
    const { name = '', acronym = '', status = '' } = fields;
    parsed.features.push({ name, acronym, on: status.toUpperCase() === 'ON' });
  }
  return parsed;
}

/** Says whether Call Home is on. By its acronym: row numbers move and names change between releases. */
export function callHomeFeature(features: readonly NsFeature[]): 'on' | 'off' | 'unknown' {
  const row = features.find((feature) => feature.acronym === 'CH');
  if (row === undefined) return 'unknown';
  return row.on ? 'on' : 'off';
}
