/** The columns of a table: their headings, and how its rows are cut. */
export interface Columns {
  readonly headings: readonly string[];
  /** The values of a row, one a heading; null when the row does not fit the columns. */
  cut(row: string): string[] | null;
}

const TAB_CHARS = 8;
/** No resource has near as many attributes; a ragged page of dashes is no table. */
const COLUMNS_MAX = 200;
const ROW_NUMBER = /^\s*\d{1,6}[).](?=\s)/;

/**
 * Reads where the columns of a header start, given the rule of dashes under it: where the dashes start. A single rule
 * across the page says nothing about columns, then the headings do. Null when the second line is no rule, or there are
 * less than two columns.
 */
export function readColumns(header: string, rule: string): Columns | null {
  if (!rule.includes('--') || !/^[\s-]+$/.test(rule) || header.trim() === '') return null;
  const title = expandTabs(header);
  const runs = [...expandTabs(rule).matchAll(/-+/g)].map((run) => run.index);
  const starts = runs.length > 1 ? runs : [...title.matchAll(/\S+(?: \S+)*/g)].map((heading) => heading.index);
  if (starts.length < 2 || starts.length > COLUMNS_MAX) return null;
  return { headings: cut(title, starts), cut: (row) => rowValues(expandTabs(row), starts) };
}

function rowValues(row: string, starts: readonly number[]): string[] | null {
  const number = ROW_NUMBER.exec(row)?.[0].length ?? 0;
  const text = number === 0 ? row : ' '.repeat(number) + row.slice(number);
  // A value wider than its column pushes the rest to the right; then only the gaps between values can be trusted.
  const fits = starts.every((start) => start === 0 || (text[start - 1] ?? ' ') === ' ');
  if (fits) return cut(text, starts);
  const values = text.trim().split(/\s{2,}/);
  return values.length === starts.length ? values : null;
}

function cut(text: string, starts: readonly number[]): string[] {
  // The first column owns whatever stands to its left.
  return starts.map((start, index) => text.slice(index === 0 ? 0 : start, starts[index + 1] ?? text.length).trim());
}

function expandTabs(line: string): string {
  if (!line.includes('\t')) return line.trimEnd();
  let expanded = '';
  for (const character of line) {
    expanded += character === '\t' ? ' '.repeat(TAB_CHARS - (expanded.length % TAB_CHARS)) : character;
  }
  return expanded.trimEnd();
}
