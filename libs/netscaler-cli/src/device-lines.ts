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
}

// Written by code point: control characters in a pattern are easy to lose in an editor.
const ESCAPE = String.fromCodePoint(0x1b);
const BELL = String.fromCodePoint(0x07);
const BACKSPACE = String.fromCodePoint(0x08);
const NUL = String.fromCodePoint(0x00);
const TERMINAL_CODES = new RegExp(
  `${ESCAPE}\\[[0-9;?]*[ -/]*[@-~]|${ESCAPE}\\][^${BELL}${ESCAPE}]*(?:${BELL}|${ESCAPE}\\\\)|${ESCAPE}[()][A-Za-z0-9]|${ESCAPE}[=>78A-Z]`,
  'g',
);
const PAGER = new RegExp(`--More--[${BACKSPACE} ]*`, 'g');
const LEFTOVERS = new RegExp(`[${NUL}${BELL}${BACKSPACE}${ESCAPE}]`, 'g');

const VERB = '(?:show|sh|stat|set|unset|enable|disable|save|do|add|delete|exit|quit|cli)';
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
const SESSION = /^(?:Done|Bye!|exec: .*|#.*#|#{5,}|Last login: .*|Password:|logout|--More--)?$/;

/** Removes what terminals add: carriage returns, colour and cursor codes, pager prompts. Keeps blank lines and tabs. */
export function cleanOutput(output: string): string {
  return output
    .replace(TERMINAL_CODES, '')
    .replace(PAGER, '')
    .replace(LEFTOVERS, '')
    .replace(/\r+\n?/g, '\n');
}

/** Splits a reply into lines and says of each whether it is answer, verdict or session noise. */
export function deviceLines(command: string, output: string): DeviceLine[] {
  const rows = cleanOutput(output).split('\n');
  const first = rows.findIndex((row) => row.trim() !== '');
  let inWarning = false;
  return rows.map((raw, index) => {
    const text = raw.trim();
    // Without its prompt an echo can only be told from an answer where it must stand: first.
    const isEcho = text === command || (index === first && BARE_ECHO.test(text));
    const role = isEcho ? 'noise' : roleOf(text, inWarning);
    inWarning = role === 'warning';
    return { number: index + 1, raw, text, role };
  });
}

function roleOf(text: string, inWarning: boolean): DeviceLine['role'] {
  if (REFUSAL.test(text)) return 'refusal';
  // A forced failover lists its reasons as `- ` lines under the warning (ssh session capture, VPX on Azure).
  if (WARNING.test(text) || (inWarning && text.startsWith('- '))) return 'warning';
  return SESSION.test(text) || ECHO.test(text) || PROMPT.test(text) ? 'noise' : 'content';
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
