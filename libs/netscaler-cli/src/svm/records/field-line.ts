/** One `label: value` of a listing; the label canonical, the value `''` when printed empty. */
export interface FieldLine {
  readonly label: string;
  readonly value: string;
}

/** A label starts with a letter, is short, and ends at the first colon or equals sign; values keep theirs. */
const FIELD = /^(?<label>[A-Za-z][\w /().%-]{0,60}?)\s*[:=]\s*(?<value>.*)$/;
const LINE_MAX_CHARS = 4_000;

/** Reads `Label : value` and `name=value`; null for a line that is neither, or longer than any value is. */
export function readFieldLine(text: string): FieldLine | null {
  if (text.length > LINE_MAX_CHARS) return null;
  const field = FIELD.exec(text)?.groups;
  const label = canonicalLabel(field?.['label'] ?? '');
  return label === '' ? null : { label, value: field?.['value']?.trim() ?? '' };
}

/** Makes `SSL Cores Up` and `ssl_cores_up` the same word: lower case, everything else `_`. */
export function canonicalLabel(label: string): string {
  return label
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_|_$/g, '');
}
