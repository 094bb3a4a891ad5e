import { keepLine } from '../../keep-line.js';
import { contentLines } from '../../read-lines.js';
import { splitPairs } from '../../split-pairs.js';

export interface ParsedShowNsHostname {
  /** Null when none is set, and at a cluster address that lists several: then none of them is the appliance's. */
  hostName: string | null;
  unrecognised: string[];
}

/**
 * Parses `show ns hostName`. The label is what public inventory drivers look for on real appliances; no capture shows
 * the whole answer.
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseShowNsHostname(output: string): ParsedShowNsHostname {
  const names: { name: string; text: string }[] = [];
  const unrecognised: string[] = [];
  for (const { text, isReadable } of contentLines('show ns hostName', output)) {
    const pairs = isReadable ? splitPairs(text.replace(/^\d{1,4}\)\s*/, '')) : null;
    const name = pairs?.find(({ key }) => key === 'hostname')?.value;
    if (name === undefined) keepLine(unrecognised, text);
    else if (name !== '') names.push({ name, text });
  }
  const [only, ...others] = names;
  if (only === undefined || others.length === 0) return { hostName: only?.name ?? null, unrecognised };
  for (const { text } of names) keepLine(unrecognised, text);
  return { hostName: null, unrecognised };
}
