import { TranscriptError } from './errors.js';

/** Goes bare: no character here means anything to either command line. */
const BARE = /^[A-Za-z0-9_@.:/+][A-Za-z0-9_@.:/+-]*$/;
/**
 * Goes in double quotes. What is missing is missing on purpose: double quote and backslash (they end or escape the
 * quoted text), `;` and `|` (they start another command), `?` (asks for completion in a session), `!` and `^` (history),
 * brackets, braces and `*` (argument patterns are on by default), `$` and the backtick (should a line ever reach the
 * shell), and everything outside printable ASCII.
 */
const QUOTED = /^[A-Za-z0-9_@.:/+#=%&', ][A-Za-z0-9_@.:/+#=%&', -]*$/;

/**
 * Returns a value as one argument of a command line, quoted when it must be. The only place that quotes.
 *
 * @throws {TranscriptError} ARGUMENT_REFUSED - the value is empty, starts with a hyphen (it would read as a flag), or
 * holds a control character, a quote or anything else outside the allow-list.
 */
export function quote(argument: string, value: string): string {
  if (BARE.test(value)) return value;
  if (QUOTED.test(value)) return `"${value}"`;
  throw refusedArgument(argument, value === '' ? 'is empty' : 'holds a character that may not go on a command line');
}

/** Builds the refusal of an argument: names it and the reason, never the value. */
export function refusedArgument(argument: string, reason: string): TranscriptError {
  return new TranscriptError('ARGUMENT_REFUSED', { argument, reason });
}
