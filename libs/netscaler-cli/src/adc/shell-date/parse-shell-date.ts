import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';

export interface ParsedShellDate {
  /** As printed: `+0530`. */
  utcOffset: string | null;
  /** East of Greenwich is positive. The offset of this moment: daylight saving moves it. */
  utcOffsetMinutes: number | null;
  unrecognised: string[];
}

/** Zones reach from -12:00 to +14:00. */
const MAX_HOURS = 14;

/**
 * Parses `shell date +%z`. Needs a superuser on the appliance; others are refused.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShellDate(output: string): ParsedShellDate {
  const parsed: ParsedShellDate = { utcOffset: null, utcOffsetMinutes: null, unrecognised: [] };
  for (const { text, isReadable } of contentLines('shell date +%z', output)) {
    const minutes = isReadable ? offsetMinutes(text) : null;
    if (minutes === null || parsed.utcOffset !== null) keepLine(parsed.unrecognised, text);
    else Object.assign(parsed, { utcOffset: text, utcOffsetMinutes: minutes });
  }
  return parsed;
}

function offsetMinutes(text: string): number | null {
  const found = /^(?<sign>[+-])(?<hours>\d{2})(?<minutes>[0-5]\d)$/.exec(text)?.groups;
  if (found === undefined) return null;
  const hours = Number(found['hours']);
  const minutes = hours * 60 + Number(found['minutes']);
  if (hours > MAX_HOURS) return null;
  return found['sign'] === '-' && minutes > 0 ? -minutes : minutes;
}
