/** One line of a `stat` answer: its label's letters, digits, `#` and `%` in lower case, and the text of its value. */
export interface Statistic {
  readonly key: string;
  readonly value: string;
}

const LABEL_MAX_CHARS = 100;

/**
 * Cuts a statistic at the gap between label and value: a tab or two blanks; a single blank only where a number follows,
 * because widths vary and copies collapse them. Null when there is no gap.
 */
export function splitStatistic(text: string): Statistic | null {
  const wide = text.search(/\s\s|\t/);
  const narrow = text.lastIndexOf(' ');
  const gap = wide >= 0 ? wide : /^ -?\d[\d.]*$/.test(text.slice(narrow)) ? narrow : -1;
  if (gap < 1 || gap > LABEL_MAX_CHARS) return null;
  const key = text
    .slice(0, gap)
    .toLowerCase()
    .replace(/[^a-z0-9#%]/g, '');
  return { key, value: text.slice(gap).trim() };
}
