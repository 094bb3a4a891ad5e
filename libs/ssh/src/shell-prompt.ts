import { lastLine, stripTerminalCodes, withLineFeeds } from './terminal-text.js';

/**
 * Reading a terminal that is meant for people: where its prompt is, and what of its output is answer. Pure text
 * work; when silence makes a prompt certain is decided in `shell-reading.ts`.
 */

/** Longest prompt looked for. Seen: 2 to 25 characters; a prompt string may name user, host, date and state. */
const PROMPT_LENGTH = 120;

/** `> ` ends the prompt of the appliance's command line, whatever prompt string is set before it. */
const COMMAND_PROMPT = new RegExp(`^.{0,${PROMPT_LENGTH}}> ?$`);

/** `# ` ends the prompt of an operating system shell. Login notices are framed in `#`, so a line may not begin with it. */
const SYSTEM_PROMPT = new RegExp(`^[^#\\s].{0,${PROMPT_LENGTH}}# ?$`);

/** Characters that hold as many prompts as empty lines are ever typed for one answer. */
const CHAIN_LENGTH = 2_048;

/** How far into an answer the echo is looked for when something else was shown before it. */
const ECHO_WITHIN = 4_096;

/** Is this unfinished line a prompt? Only silence after it and what an empty line brings make it certain. */
export function looksLikePrompt(line: string): boolean {
  return COMMAND_PROMPT.test(line) || SYSTEM_PROMPT.test(line);
}

/** Is this the prompt of an operating system shell rather than of the appliance's command line? */
export function isSystemPrompt(line: string): boolean {
  return SYSTEM_PROMPT.test(line);
}

/** Makes two prompts comparable although the clock moved on or the history number grew. */
export function promptShape(line: string): string {
  return line.replace(/\d+/g, '0').trimEnd();
}

/**
 * The shape of the one prompt that is all of `text` apart from line ends, and how often it is shown; null when there
 * is none or anything else. A terminal without echo shows two on one line.
 */
export function onlyPrompts(text: string): { readonly shape: string; readonly times: number } | null {
  const line = lastLine(text);
  const whole = promptShape(line);
  const shape = /^(.*?[>#])(?: *\1)+$/.exec(whole)?.[1] ?? whole;
  if (!looksLikePrompt(shape)) return null;
  let times = 0;
  // A prompt that is drawn again on its own line is still one.
  const rows = stripTerminalCodes(text).split('\n');
  for (const [index, row] of rows.entries()) {
    const drawn = row.split('\r').map((each) => timesRepeated(promptShape(each).trimStart(), shape.trimStart()));
    if (drawn.includes(null)) return null;
    // On the first line that is the prompt at which the empty line was typed.
    const isTypedAt = index === 0 && rows.length > 1 && row.startsWith('\r');
    if (!isTypedAt) times += Math.max(...drawn.map(Number));
  }
  return { shape, times };
}

/**
 * Takes the prompt of this shape off the end, and up to `more` further ones on lines of their own before it: one for
 * each empty line that was typed. Null when the text does not end in such a prompt.
 */
export function withoutPrompts(text: string, { shape, more }: { shape: string; more: number }): string | null {
  const pattern = shape.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&').replaceAll('0', '\\d+');
  const last = new RegExp(`${pattern}[ \\r]*$`).exec(text.slice(-4 * PROMPT_LENGTH));
  if (last === null) return null;
  const redrawn = new RegExp(`(^|\\n)\\r*(?:${pattern} *\\r+)+$`);
  let rest = text.slice(0, text.length - last[0].length).replace(redrawn, '$1');
  const chain = new RegExp(`(?:^|[\\r\\n])((?:${pattern}[ \\r\\n]*)+)$`).exec(rest.slice(-CHAIN_LENGTH));
  const floor = rest.length - (chain?.[1] ?? '').length;
  const earlier = new RegExp(`${pattern}[ \\r\\n]*$`);
  for (let taken = 0; taken < more && rest.length > floor; taken += 1) {
    rest = rest.slice(0, floor) + rest.slice(floor).replace(earlier, '');
  }
  return rest.replace(/(^|\n)\r+$/, '$1');
}

/** Does the text open with the echo of this command? Until a line has ended that cannot be told, and is `false`. */
export function opensWithEcho(text: string, command: string): boolean {
  return echoLength(stripTerminalCodes(text), command) > 0;
}

/**
 * What a command printed: `text` begins where the command was sent and has lost its prompt. The echo goes, and with
 * it, where the terminal is known to echo, what was shown between two commands: broadcasts and redrawn prompts.
 */
export function answerOf(text: string, { command, echoes }: { command: string; echoes: boolean }): string {
  const plain = stripTerminalCodes(text);
  const output = plain.slice(echoes ? echoWithin(plain, command) : echoLength(plain, command));
  // Some line editors return the carriage once more before the command begins.
  return withLineFeeds(output.replace(/^\r+(?!\n)/, ''));
}

/** Null when there is anything else. */
function timesRepeated(text: string, shape: string): number | null {
  let rest = text;
  let times = 0;
  for (; rest.startsWith(shape); times += 1) rest = rest.slice(shape.length).trimStart();
  return rest === '' ? times : null;
}

/** Where the echoed line ends when it begins at the start of one of the first lines; 0 when it does not. */
function echoWithin(text: string, command: string): number {
  let start = 0;
  do {
    const length = echoLength(text.slice(start, start + ECHO_WITHIN + 2 * command.length), command);
    if (length > 0) return start + length;
    start = text.indexOf('\n', start) + 1;
  } while (start > 0 && start < ECHO_WITHIN);
  return 0;
}

/** Length of the echoed line with its end; 0 where the command is not echoed. It may follow a redrawn prompt. */
function echoLength(text: string, command: string): number {
  const prompt = /^[^\n]{0,120}?[>#] /.exec(text);
  const end =
    echoEnd(text, 0, command) ??
    (prompt === null ? null : echoEnd(text, prompt[0].length, command)) ??
    redrawnEnd(text, command);
  if (end === null) return 0;
  const lineEnd = text.indexOf('\n', end);
  return lineEnd >= 0 && text.slice(end, lineEnd).trim() === '' ? lineEnd + 1 : 0;
}

/** Where the first line ends when it was drawn several times and shows prompt and command at last. */
function redrawnEnd(text: string, command: string): number | null {
  const lineEnd = text.indexOf('\n');
  const line = text.slice(0, Math.max(lineEnd, 0)).trimEnd();
  if (!line.includes('\r') || !line.endsWith(command)) return null;
  const drawn = line.slice(line.lastIndexOf('\r') + 1);
  return drawn === command || looksLikePrompt(drawn.slice(0, -command.length)) ? line.length : null;
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
