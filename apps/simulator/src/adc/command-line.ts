/** One word of a command line; a quoted word is always a value, even when it begins with a dash. */
export interface Word {
  readonly text: string;
  readonly quoted: boolean;
}

/** Parts a command line is cut into, or `null` for one with a quote that is not closed. */
type Cut<T> = T[] | null;

/** Cuts a command line into words. Double and single quotes hold blanks together, a backslash keeps the next character. */
export function splitWords(line: string): Cut<Word> {
  const words: Word[] = [];
  const pattern = /"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"']+)|(["'])/gy;
  let at = 0;
  for (;;) {
    while (/\s/.test(line.charAt(at))) at += 1;
    if (at >= line.length) return words;
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    if (match === null || match[4] !== undefined) return null;
    const quotedText = match[1] ?? match[2];
    words.push(
      quotedText === undefined
        ? { text: match[3] ?? '', quoted: false }
        : { text: quotedText.replace(/\\(.)/g, '$1'), quoted: true },
    );
    at = pattern.lastIndex;
  }
}

/** Cuts a line at a separator outside quotes and trims the parts. */
export function splitOutsideQuotes(line: string, separator: ';' | '|'): Cut<string> {
  const parts: string[] = [];
  let part = '';
  let quote = '';
  for (let at = 0; at < line.length; at += 1) {
    const letter = line.charAt(at);
    if (letter === '\\' && at + 1 < line.length) {
      part += letter + line.charAt(at + 1);
      at += 1;
    } else if (quote === '' && letter === separator) {
      parts.push(part.trim());
      part = '';
    } else {
      if (quote === letter) quote = '';
      else if (quote === '' && (letter === '"' || letter === "'")) quote = letter;
      part += letter;
    }
  }
  if (quote !== '') return null;
  parts.push(part.trim());
  return parts;
}

/** Keeps the lines of `text` that match `grep [-i] [-v] pattern`; `null` when the filter is anything else. */
export function filterLines(text: string, filter: string): string | null {
  const words = splitWords(filter);
  if (words === null || words.shift()?.text !== 'grep') return null;
  const flags = words.filter((word) => !word.quoted && /^-[iv]+$/.test(word.text)).map((word) => word.text);
  const patterns = words.filter((word) => word.quoted || !/^-[iv]+$/.test(word.text));
  const wanted = patterns[0];
  if (wanted === undefined || patterns.length > 1) return null;
  const ignoreCase = flags.some((flag) => flag.includes('i'));
  const invert = flags.some((flag) => flag.includes('v'));
  const expression = toExpression(wanted.text, ignoreCase ? 'i' : '');
  const lines = text.split('\n').filter((line) => line !== '' && expression.test(line) !== invert);
  return lines.map((line) => `${line}\n`).join('');
}

function toExpression(pattern: string, flags: string): RegExp {
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(pattern.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&'), flags);
  }
}
