/** A line `Label: value`. `key` is the label's letters and digits in lower case: spacing and capitals move between builds. */
export interface LabelLine {
  readonly label: string;
  readonly key: string;
  readonly value: string;
}

const LABEL_MAX_CHARS = 60;

/** Cuts a line at its first colon; the value keeps its own colons. Null when what stands before it is no label. */
export function splitLabel(text: string): LabelLine | null {
  const colon = text.indexOf(':');
  if (colon < 1 || colon > LABEL_MAX_CHARS) return null;
  const label = text.slice(0, colon).trim();
  const key = label.toLowerCase().replace(/[^a-z0-9]/g, '');
  return /^[a-z]/i.test(label) ? { label, key, value: text.slice(colon + 1).trim() } : null;
}
