import { cleanOutput, deviceLines, findRefusal, type DeviceLine } from '../../device-lines.js';
import { TranscriptError } from '../../errors.js';
import { keepLine } from '../../keep-line.js';

export interface ParsedShowTechsupport {
  /** The archive itself, not the `support.tgz` link that points to it. Null: no archive was reported. */
  archivePath: string | null;
  /** What the collector printed on its way, in order, at most 200 lines; complaints of the tools it ran included. */
  progress: string[];
}

// Any absolute path: date form and ending differ between builds (`.tgz`, `.tar.gz`).
const POINTS_TO = /points to\s*-+>\s*(?<path>\/[A-Za-z0-9_.:/-]+)(?:\s|$)/;
const LINE_MAX_CHARS = 1_000;

/**
 * Parses `show techsupport`. CPX prints the collector's text as one quoted attribute with literal `\n`; it is unfolded
 * first. An `ERROR:` among the progress lines does not undo an archive that was made.
 * @throws {TranscriptError} DEVICE_REFUSED - there is an `ERROR:` line and no archive.
 */
export function parseShowTechsupport(output: string): ParsedShowTechsupport {
  const command = 'show techsupport';
  const lines = deviceLines(command, unfold(cleanOutput(output)));
  const archive = lines.map(pathIn).find((path) => path !== null) ?? null;
  const refusal = findRefusal(lines);
  if (archive === null && refusal !== null) throw new TranscriptError('DEVICE_REFUSED', { command, ...refusal });
  const progress: string[] = [];
  for (const line of lines) {
    if (line.role !== 'noise' && line.role !== 'warning' && pathIn(line) === null) keepLine(progress, line.text);
  }
  return { archivePath: archive, progress };
}

/** Never the readable part of a path: a line with bytes that are no text, or too long for one, names none. */
function pathIn({ text, isGarbled }: DeviceLine): string | null {
  if (isGarbled || text.length > LINE_MAX_CHARS) return null;
  return POINTS_TO.exec(text)?.groups?.['path'] ?? null;
}

function unfold(output: string): string {
  const response = /^[ \t]*(?:Scope:[ \t]*\w+[ \t]+)?Response:[ \t]*"(?<text>[^"]*)"[ \t]*$/m.exec(output);
  const folded = response?.groups?.['text'];
  return folded === undefined ? output : folded.replaceAll(String.raw`\n`, '\n');
}
