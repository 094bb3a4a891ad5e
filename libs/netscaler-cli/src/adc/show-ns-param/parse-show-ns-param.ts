import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { splitLabel } from '../../split-label.js';

export interface ParsedShowNsParam {
  /**
   * The zone's name, as printed. No offset is taken from it: the vendor's names of one place differ by season, and the
   * appliance keeps the one that was set.
   */
  timeZone: string | null;
  unrecognised: string[];
}

/**
 * Parses `show ns param` for the time zone; its other settings are read past. The label is derived from the argument
 * `-timezone` (vendor command reference), no capture shows it.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsParam(output: string): ParsedShowNsParam {
  const parsed: ParsedShowNsParam = { timeZone: null, unrecognised: [] };
  for (const { text, isReadable } of contentLines('show ns param', output)) {
    const pair = isReadable ? splitLabel(text) : null;
    if (pair === null) keepLine(parsed.unrecognised, text);
    else if (pair.key === 'timezone' && pair.value !== '') parsed.timeZone ??= pair.value;
  }
  return parsed;
}
