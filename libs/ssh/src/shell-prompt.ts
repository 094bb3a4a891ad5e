/**
 * Reading a terminal that is meant for people: where its prompt is, and what of its output is answer. Pure text
 * work; the time rules are in `shell-runner.ts`.
 */

/** Longest prompt looked for. Seen: 2 to 25 characters; a prompt string may name user, host, date and state. */
const PROMPT_LENGTH = 120;

/** `> ` ends the prompt of the appliance's command line, whatever prompt string is set before it. */
const COMMAND_PROMPT = new RegExp(`^.{0,${PROMPT_LENGTH}}> ?$`);

/** `# ` ends the prompt of an operating system shell. Login notices are framed in `#`, so a line may not begin with it. */
const SYSTEM_PROMPT = new RegExp(`^[^#\\s].{0,${PROMPT_LENGTH}}# ?$`);

const NEW_PASSWORD = /\b(?:new|old|current|expired|retype|re-?enter|confirm)\b.*\bpassword\b.{0,40}: ?$/i;

/** Terminal codes: CSI sequences, OSC strings, charset choices and the two-character escapes. */
// eslint-disable-next-line no-control-regex -- escape bytes are what this removes
const TERMINAL_CODES = /\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[()][0-9A-Za-z]|[ -/]*[0-~])/g;

export function stripTerminalCodes(text: string): string {
  return text.includes('\x1b') ? text.replace(TERMINAL_CODES, '') : text;
}

/** What stands on the line the cursor is on; '' right after a line end. */
export function lastLine(tail: string): string {
  const plain = stripTerminalCodes(tail);
  return plain.slice(Math.max(plain.lastIndexOf('\n'), plain.lastIndexOf('\r')) + 1);
}

/** Is this unfinished line a prompt? Only silence after it makes it certain. */
export function looksLikePrompt(line: string): boolean {
  return COMMAND_PROMPT.test(line) || SYSTEM_PROMPT.test(line);
}

/** Is this the prompt of an operating system shell rather than of the appliance's command line? */
export function isSystemPrompt(line: string): boolean {
  return SYSTEM_PROMPT.test(line);
}

/** Does this unfinished line ask for a new password? */
export function demandsNewPassword(text: string): boolean {
  return NEW_PASSWORD.test(lastLine(text));
}

/** Makes two prompts comparable although the clock moved on or the history number grew. */
export function promptShape(line: string): string {
  return line.replace(/\d+/g, '0').trimEnd();
}

/**
 * Returns what a command printed: `text` from the sent command up to and with the next prompt, without echo, prompt,
 * carriage returns and terminal codes.
 */
export function answerOf(text: string, command: string): string {
  const plain = stripTerminalCodes(text);
  const lines = plain.slice(0, plain.lastIndexOf('\n') + 1);
  return lines.slice(echoLength(lines, command)).replaceAll('\r', '');
}

/** Length of the echoed line with its end; 0 where the command is not echoed. It may follow a redrawn prompt. */
function echoLength(text: string, command: string): number {
  const redrawn = /^[^\n]{0,120}?[>#] /.exec(text);
  const end = echoEnd(text, 0, command) ?? (redrawn === null ? null : echoEnd(text, redrawn[0].length, command));
  if (end === null) return 0;
  const lineEnd = text.indexOf('\n', end);
  return lineEnd >= 0 && text.slice(end, lineEnd).trim() === '' ? lineEnd + 1 : 0;
}

/** Where `command` ends in `text` when its echo begins at `start`; null when it does not. */
function echoEnd(text: string, start: number, command: string): number | null {
  let at = start;
  for (const character of command) {
    at = pastFold(text, at);
    if (!text.startsWith(character, at)) return null;
    at += character.length;
  }
  return at;
}

/**
 * Skips where a terminal folded a long line: line ends, or one character drawn past the edge and then, after a
 * carriage return, drawn again (GNU readline on a vt100).
 */
function pastFold(text: string, start: number): number {
  let at = start;
  for (;;) {
    if (text[at] === '\n' || text[at] === '\r') at += 1;
    else if (text[at + 1] === '\r' && text[at + 2] !== '\r' && text[at + 2] !== '\n') at += 2;
    else return at;
  }
}
