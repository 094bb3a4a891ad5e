import { deviceLines, findRefusal } from './device-lines.js';
import { TranscriptError } from './errors.js';

/** One line of an answer, named after the first pattern that knows it. */
export interface NamedLine<Kind extends string> {
  readonly kind: Kind | 'unrecognised';
  readonly text: string;
  /** The named groups of the pattern; absent when the group took no part. */
  readonly fields: Readonly<Partial<Record<string, string>>>;
}

// No known line comes near this; a longer one is not matched, so that no pattern can be made to crawl.
const LINE_MAX_CHARS = 1_000;

/**
 * Trims the lines of an answer and names each by the first pattern that knows it; a line no pattern knows is
 * `unrecognised` and kept. Session noise and warnings are left out, wherever they stand.
 * @throws {TranscriptError} DEVICE_REFUSED - a line begins `ERROR:`.
 */
export function readLines<Kind extends string>(
  command: string,
  patterns: Readonly<Record<Kind, RegExp>>,
  output: string,
): NamedLine<Kind>[] {
  const lines = deviceLines(command, output);
  const refusal = findRefusal(lines);
  if (refusal !== null) throw new TranscriptError('DEVICE_REFUSED', { command, ...refusal });
  const kinds = Object.keys(patterns) as Kind[];
  return lines.filter(({ role }) => role === 'content').map(({ text }) => nameLine(kinds, patterns, text));
}

function nameLine<Kind extends string>(
  kinds: readonly Kind[],
  patterns: Readonly<Record<Kind, RegExp>>,
  text: string,
): NamedLine<Kind> {
  if (text.length > LINE_MAX_CHARS) return { kind: 'unrecognised', text: text.slice(0, LINE_MAX_CHARS), fields: {} };
  for (const kind of kinds) {
    const match = patterns[kind].exec(text);
    if (match !== null) return { kind, text, fields: match.groups ?? {} };
  }
  return { kind: 'unrecognised', text, fields: {} };
}
