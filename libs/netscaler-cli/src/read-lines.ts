import { findRefusal, forEachLine } from './device-lines.js';
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

/** One line of an answer. Unreadable: too long to be a line of an answer, or with bytes in it that are no text. */
export interface ContentLine {
  readonly text: string;
  readonly isReadable: boolean;
}

/**
 * Trims the lines of an answer. Session noise and warnings are left out, wherever they stand.
 * @throws {TranscriptError} DEVICE_REFUSED - a line begins `ERROR:`.
 */
export function contentLines(command: string, output: string): ContentLine[] {
  const content: ContentLine[] = [];
  forEachLine(command, output, (line) => {
    const { role, text, isGarbled } = line;
    if (role === 'refusal') throw new TranscriptError('DEVICE_REFUSED', { command, ...findRefusal([line]) });
    if (role !== 'content') return;
    const isReadable = !isGarbled && text.length <= LINE_MAX_CHARS;
    content.push({ text: isReadable ? text : text.slice(0, LINE_MAX_CHARS), isReadable });
  });
  return content;
}

/**
 * Names each line of an answer by the first pattern that knows it; a line no pattern knows is `unrecognised` and kept,
 * and so is an unreadable one.
 * @throws {TranscriptError} DEVICE_REFUSED - a line begins `ERROR:`.
 */
export function readLines<Kind extends string>(
  command: string,
  patterns: Readonly<Record<Kind, RegExp>>,
  output: string,
): NamedLine<Kind>[] {
  const kinds = Object.keys(patterns) as Kind[];
  return contentLines(command, output).map(({ text, isReadable }) => {
    if (!isReadable) return { kind: 'unrecognised', text, fields: {} };
    for (const kind of kinds) {
      const match = patterns[kind].exec(text);
      if (match !== null) return { kind, text, fields: match.groups ?? {} };
    }
    return { kind: 'unrecognised', text, fields: {} };
  });
}
