import { splitLabel, type LabelLine } from './split-label.js';

/**
 * Cuts a line that holds several `Label: value` next to each other, parted by a tab or two blanks; one pair per line is
 * read as well, with the colon anywhere in the gap (`Edition        : Platinum`). A label without value has `''`.
 * Null when a part of the line belongs to no label: then none of it can be trusted to be cut right.
 */
export function splitPairs(text: string): LabelLine[] | null {
  const pairs: LabelLine[] = [];
  let label: string | null = null;
  for (const cell of text.split(/\t\s*|\s{2,}/)) {
    const pair = splitLabel(label === null ? cell : `${label}${cell}`);
    const isLabelled = label === null ? pair !== null : cell.startsWith(':');
    if (pair !== null && isLabelled) {
      pairs.push(pair);
      label = null;
      continue;
    }
    const last = pairs.at(-1);
    if (label !== null) return null;
    if (last?.value === '') pairs[pairs.length - 1] = { ...last, value: cell };
    else label = cell;
  }
  return label === null && pairs.length > 0 ? pairs : null;
}
