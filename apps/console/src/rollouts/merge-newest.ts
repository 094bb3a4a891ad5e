/** What is loaded of one list of several, newest first; `isComplete`: there is no more of it. */
export interface LoadedList<T> {
  items: readonly T[];
  isComplete: boolean;
}

/**
 * Several lists as one, newest first. Rows older than the end of a list that is not complete are kept back: a row of
 * that list could still belong before them.
 */
export function mergeNewest<T extends { createdAt: string }>(lists: readonly LoadedList<T>[]): T[] {
  const frontier = Math.max(
    -Infinity,
    ...lists.filter(({ isComplete }) => !isComplete).map(({ items }) => timeOf(items.at(-1))),
  );
  return lists
    .flatMap(({ items }) => items)
    .filter((row) => timeOf(row) >= frontier)
    .toSorted((a, b) => timeOf(b) - timeOf(a));
}

const timeOf = (row: { createdAt: string } | undefined): number =>
  row === undefined ? Number.POSITIVE_INFINITY : Date.parse(row.createdAt);
