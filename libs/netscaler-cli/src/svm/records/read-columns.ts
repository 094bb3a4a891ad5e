/** One row of a table, cut at its columns; `cells` is null when the row does not fit them. */
export interface ColumnRow {
  readonly raw: string;
  readonly cells: readonly { readonly heading: string; readonly value: string }[] | null;
}

const TAB_CHARS = 8;
/** No resource has near as many attributes; a ragged page of dashes is no table. */
const COLUMNS_MAX = 200;
const ROW_NUMBER = /^\s*\d{1,6}[).](?=\s)/;

/**
 * Where the columns of a header start, given the rule of dashes under it: where the dashes start. A single rule across
 * the page says nothing about columns, then the headings do. Empty when the second line is no rule.
 */
export function columnStarts(header: string, rule: string): number[] {
  if (!rule.includes('--') || !/^[\s-]+$/.test(rule) || header.trim() === '') return [];
  const runs = [...expandTabs(rule).matchAll(/-+/g)].map((run) => run.index);
  const starts =
    runs.length > 1 ? runs : [...expandTabs(header).matchAll(/\S+(?: \S+)*/g)].map((heading) => heading.index);
  return starts.length > COLUMNS_MAX ? [] : starts;
}

/** Cuts rows at the columns of their header. */
export function readColumns(header: string, rule: string, rows: readonly string[]): ColumnRow[] {
  const starts = columnStarts(header, rule);
  const headings = cut(expandTabs(header), starts);
  return rows.map((raw) => {
    const values = rowValues(expandTabs(raw), starts);
    if (values === null) return { raw, cells: null };
    return { raw, cells: headings.map((heading, index) => ({ heading, value: values[index] ?? '' })) };
  });
}

function rowValues(row: string, starts: readonly number[]): string[] | null {
  const text = row.replace(ROW_NUMBER, (number) => ' '.repeat(number.length));
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
  let expanded = '';
  for (const character of line) {
    expanded += character === '\t' ? ' '.repeat(TAB_CHARS - (expanded.length % TAB_CHARS)) : character;
  }
  return expanded.trimEnd();
}
