// Invisible or able to turn text around: control characters but tab and line feed, and the marks of writing direction.
// eslint-disable-next-line no-control-regex -- control characters are what this shows
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
const NAMES: Readonly<Record<string, string>> = { '\r': String.raw`\r`, '\u001b': String.raw`\e` };

/**
 * The text with every character that shows nothing, or that changes how others show, written out: `\e[31m`, `\x00`,
 * `\u202e`. Tabs and line feeds stay, and so does all that can be seen.
 */
export function escapeControls(text: string): string {
  return text.replace(HIDDEN, (sign) => {
    const code = sign.charCodeAt(0);
    const hex = code.toString(16);
    return NAMES[sign] ?? (code < 256 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`);
  });
}
