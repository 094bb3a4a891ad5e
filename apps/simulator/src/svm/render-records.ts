/** Shapes an SVM's answers can take; no public capture shows the real one of its lists. */
export const OUTPUT_STYLES = ['label', 'raw', 'columnar'] as const;

/** `label`: human labels; `raw`: attribute names with `=`; `columnar`: lists as tables, the rest as labels. */
export type OutputStyle = (typeof OUTPUT_STYLES)[number];

/** Whether `text` names an output style. */
export function isOutputStyle(text: string): text is OutputStyle {
  return OUTPUT_STYLES.some((style) => style === text);
}

/** One value of a record, under its human label and under its attribute name. */
export interface Field {
  readonly label: string;
  readonly attribute: string;
  readonly value: string;
}

/** Label, attribute name and value; a value of `null` leaves the whole line out. */
export type FieldRow = readonly [label: string, attribute: string, value: string | number | null];

/** Builds the fields of one record. */
export function fields(...rows: readonly FieldRow[]): Field[] {
  return rows.flatMap(([label, attribute, value]) =>
    value === null ? [] : [{ label, attribute, value: String(value) }],
  );
}

/** What to print: a numbered list, one block, or one block whose colons stand in a column. */
export interface Rendering {
  readonly records: readonly (readonly Field[])[];
  readonly layout: 'list' | 'block' | 'aligned';
  readonly style: OutputStyle;
}

const INDENT = ' '.repeat(8);
const ALIGNED_WIDTH = 19;

/** The lines of an answer, each ended by a line feed, without the closing ` Done`. */
export function renderRecords({ records, layout, style }: Rendering): string {
  if (layout === 'list' && style === 'columnar') return renderTable(records);
  return records
    .map((record, position) => {
      const lines = record.map((field) => renderField(field, layout, style));
      const number = layout === 'list' ? `${position + 1})`.padEnd(8) : INDENT;
      return lines.map((line, at) => `${at === 0 ? number : INDENT}${line}\n`).join('');
    })
    .join('');
}

function renderField(field: Field, layout: Rendering['layout'], style: OutputStyle): string {
  if (style === 'raw') return `${field.attribute}=${field.value}`;
  const label = layout === 'aligned' ? field.label.padEnd(ALIGNED_WIDTH) : field.label;
  return `${label}: ${field.value}`.trimEnd();
}

function renderTable(records: readonly (readonly Field[])[]): string {
  const labels = [...new Set(records.flatMap((record) => record.map((field) => field.label)))];
  if (labels.length === 0) return '';
  const rows = records.map((record) =>
    labels.map((label) => record.find((field) => field.label === label)?.value ?? ''),
  );
  const widths = labels.map((label, column) => Math.max(label.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd()}\n`;
  return [line(labels), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('');
}
