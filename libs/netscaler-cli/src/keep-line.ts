/** How many unread lines of one answer are kept, and how much of each: enough to see what is new, never a flood. */
export const KEPT_LINES = 200;
export const KEPT_LINE_CHARS = 500;

/** Adds a line that was not understood to those kept so far, within the bounds above; what is beyond them is dropped. */
export function keepLine(kept: string[], text: string): void {
  if (kept.length < KEPT_LINES) kept.push(text.slice(0, KEPT_LINE_CHARS));
}
