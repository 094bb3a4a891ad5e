/** One `label: value` of a listing; the label canonical, the value `''` when printed empty. */
export interface FieldLine {
  readonly label: string;
  readonly value: string;
}

/** A label starts with a letter and is short. It ends at the first colon or equals sign; values keep theirs. */
const LABEL = /^[A-Za-z][\w /().%-]{0,60}\s*$/;
const LINE_MAX_CHARS = 4_000;
const CANONICAL = /^[a-z0-9]+(?:_[a-z0-9]+)*$/;

/** Reads `Label : value` and `name=value`; null for a line that is neither, or longer than any value is. */
export function readFieldLine(text: string): FieldLine | null {
  if (text.length > LINE_MAX_CHARS) return null;
  const end = text.search(/[:=]/);
  if (end < 1) return null;
  const label = text.slice(0, end);
  return LABEL.test(label) ? { label: canonicalLabel(label), value: text.slice(end + 1).trim() } : null;
}

/** Makes `SSL Cores Up` and `ssl_cores_up` the same word: lower case, everything else `_`. */
export function canonicalLabel(label: string): string {
  const lower = label.toLowerCase();
  return CANONICAL.test(lower) ? lower : lower.replace(/[^a-z0-9]+/g, '_').replace(/^_|_$/g, '');
}
