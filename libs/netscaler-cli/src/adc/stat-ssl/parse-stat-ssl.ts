import { keepLine } from '../../keep-line.js';
import { readLines } from '../../read-lines.js';
import { readWhole } from '../../read-number.js';

export interface ParsedStatSsl {
  /** 0 is an appliance without SSL hardware, not a failure. */
  cardsPresent: number | null;
  cardsUp: number | null;
  engineUp: boolean | null;
  unrecognised: string[];
}

const LINES = {
  // The label really begins with `# `; a page that turned it into a list number is read as well.
  cards: /^(?:#\s*|\d+\.\s*)?SSL cards (?<which>present|UP)\s+(?<count>\d+)$/i,
  engine: /^SSL engine status\s+(?<value>0|1|UP|DOWN)$/i,
  other: /^[^\s\d][^\t]{0,99}?(?:\s{1,60}-?\d+(?:\.\d+)?){1,3}$/,
  heading: /^(?:SSL (?:Summary|Statistics)|System|Crypto Utilization ?\(%\)|Transactions\s+Rate.*Total)$/i,
};

/**
 * Parses `stat ssl`. Absent utilisation lines are normal on some platforms (SDX 9100 and 16000).
 * @throws {TranscriptError} DEVICE_REFUSED - the appliance answered with an `ERROR:` line.
 */
export function parseStatSsl(output: string): ParsedStatSsl {
  const parsed: ParsedStatSsl = { cardsPresent: null, cardsUp: null, engineUp: null, unrecognised: [] };
  for (const { kind, text, fields } of readLines('stat ssl -fullValues', LINES, output)) {
    if (kind === 'cards') {
      const key = fields['which']?.toUpperCase() === 'UP' ? 'cardsUp' : 'cardsPresent';
      const count = readWhole(fields['count']);
      parsed[key] ??= count;
      if (count === null) keepLine(parsed.unrecognised, text);
    }
    if (kind === 'engine') parsed.engineUp ??= /^(?:1|UP)$/i.test(fields['value'] ?? '');
    if (kind === 'unrecognised') keepLine(parsed.unrecognised, text);
  }
  return parsed;
}
