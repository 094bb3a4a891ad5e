import { REFUSAL_MAX_CHARS } from './errors.js';

/**
 * One line of a reply and what it is: `content` belongs to the command's answer, `refusal` and `warning` are the
 * appliance's verdicts, `noise` is the session around them (echo, prompt, banner, login notice, `Done`).
 */
export interface DeviceLine {
  /** 1-based, in the cleaned output. */
  readonly number: number;
  /** With its indentation and inner tabs: columns are cut from this one. */
  readonly raw: string;
  readonly text: string;
  readonly role: 'content' | 'refusal' | 'warning' | 'noise';
  /** The line holds bytes that are no text: what it seems to say must not be believed, only kept. */
  readonly isGarbled: boolean;
}

// Written by code point: control characters in a pattern are easy to lose in an editor.
const ESCAPE = String.fromCodePoint(0x1b);
const BELL = String.fromCodePoint(0x07);
const BACKSPACE = String.fromCodePoint(0x08);
/** What decoders put where bytes were no UTF-8, and what this library puts where characters were no text. */
const NO_TEXT = String.fromCodePoint(0xfffd);
const TERMINAL_CODES = new RegExp(
  `${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]|${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|${ESCAPE}[()][A-Za-z0-9]|${ESCAPE}[=>78A-Z]`,
  'g',
);
const PAGER = new RegExp(`--More--[${BACKSPACE} ]*`, 'g');
/** Bell and character set shifts (part of some terminals' "colour off") change no text. */
const SILENT = new RegExp(`[${BELL}${range(0x0e, 0x0f)}]`, 'g');
// Every other control character, tab and line ends aside: a NUL or a backspace inside a value leaves open what it was.
const OTHERS = [range(0x00, 0x06), BACKSPACE, range(0x0b, 0x0c), range(0x10, 0x1f), range(0x7f, 0x9f)].join('');
const CONTROL = new RegExp(`[${OTHERS}]`, 'g');
/** Anything at all to clean: most answers hold nothing, and one look costs less than five. */
const UNCLEAN = new RegExp(`[${range(0x00, 0x08)}${range(0x0b, 0x1f)}${range(0x7f, 0x9f)}]|--More--`);

function range(first: number, last: number): string {
  return `${String.fromCodePoint(first)}-${String.fromCodePoint(last)}`;
}

const VERB = '(?:show|shell|sh|stat|set|unset|enable|disable|save|do|add|delete|exit|quit|cli)';
/** A prompt is not fixed: it can hold host, user, node state and the time. So: short, ends in `>`, then a verb. */
const ECHO = new RegExp(`^[^<>]{0,80}> ?${VERB}\\b`, 'i');
const BARE_ECHO = new RegExp(`^${VERB} [A-Za-z]`, 'i');
const PROMPT = /^(?!.*: )[^<>]{0,80}>$/;
const WARNING = /^(?:\[WARNING\]|WARNING)\s*:/i;
const REFUSAL = /^ERROR\s*:\s*/i;
/** What a command line says when it refuses without the `ERROR:` in front; seen in no capture, so never relied on alone. */
const BARE_REFUSAL = /^(?:Error|Invalid|Unknown|No such|Usage|Not authorized)\b/;
/**
 * Done closes a command (0 to 2 blanks before it), `exec:` opens one on CPX, lines framed in `#` are banners and the
 * Call Home login notice. ` # SSL cards UP` is no banner: it does not end in `#`.
 */
const SESSION = /^(?:Done|Bye!|exec: .*|#.*#|#{5,}|Last login: .*|Password:|logout|--More--)$/;
/** The letters that verdicts and session lines begin with. Checked first, because most lines are answers. */
const VERDICT_LETTERS = 'EeWw[-';
const SESSION_LETTERS = 'DBe#LPl-';

/**
 * Removes what terminals add: carriage returns, colour and cursor codes, pager prompts. Keeps blank lines and tabs.
 * A control character that is none of these becomes U+FFFD, as undecodable bytes already are.
 */
export function cleanOutput(output: string): string {
  if (!UNCLEAN.test(output)) return output;
  return output
    .replace(TERMINAL_CODES, '')
    .replace(PAGER, '')
    .replace(SILENT, '')
    .replace(/\r+\n?/g, '\n')
    .replace(CONTROL, NO_TEXT);
}

/** Splits a reply into lines and says of each whether it is answer, verdict or session noise. */
export function deviceLines(command: string, output: string): DeviceLine[] {
  const lines: DeviceLine[] = [];
  forEachLine(command, output, (line) => lines.push(line));
  return lines;
}

/** As {@link deviceLines}, line by line, for readers that need not keep them all. */
export function forEachLine(command: string, output: string, visit: (line: DeviceLine) => void): void {
  const cleaned = cleanOutput(output);
  const holdsGarbled = cleaned.includes(NO_TEXT);
  let number = 0;
  let isFirst = true;
  let inWarning = false;
  for (const raw of cleaned.split('\n')) {
    const text = raw.trim();
    // Without its prompt an echo can only be told from an answer where it must stand: first.
    const isEcho = text === command || (isFirst && BARE_ECHO.test(text));
    const role: DeviceLine['role'] = isEcho ? 'noise' : roleOf(text, inWarning);
    isFirst = isFirst && text === '';
    inWarning = role === 'warning';
    number += 1;
    visit({ number, raw, text, role, isGarbled: holdsGarbled && text.includes(NO_TEXT) });
  }
}

function roleOf(text: string, inWarning: boolean): DeviceLine['role'] {
  const letter = text.charAt(0);
  if (letter === '') return 'noise';
  if (VERDICT_LETTERS.includes(letter)) {
    if (REFUSAL.test(text)) return 'refusal';
    // A forced failover lists its reasons as `- ` lines under the warning (ssh session capture, VPX on Azure).
    if (WARNING.test(text) || (inWarning && text.startsWith('- '))) return 'warning';
  }
  if (SESSION_LETTERS.includes(letter) && SESSION.test(text)) return 'noise';
  return text.includes('>') && (ECHO.test(text) || PROMPT.test(text)) ? 'noise' : 'content';
}

/** The refusal of a reply: its 1-based line and the appliance's own words after `ERROR: `, bounded. */
export interface Refusal {
  readonly line: number;
  readonly message: string;
}

/** Finds the line that begins `ERROR:`; null when nothing was refused. */
export function findRefusal(lines: readonly DeviceLine[]): Refusal | null {
  return toRefusal(lines.find((line) => line.role === 'refusal'));
}

/** Finds a refusal that lacks the `ERROR:`. Only where no answer stands: an answer may use such words. */
export function findBareRefusal(lines: readonly DeviceLine[]): Refusal | null {
  return toRefusal(lines.find((line) => line.role === 'content' && BARE_REFUSAL.test(line.text)));
}

function toRefusal(line: DeviceLine | undefined): Refusal | null {
  if (line === undefined) return null;
  return { line: line.number, message: line.text.replace(REFUSAL, '').slice(0, REFUSAL_MAX_CHARS) };
}
