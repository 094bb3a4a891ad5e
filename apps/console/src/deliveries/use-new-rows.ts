import { useEffect, useMemo, useState } from 'react';
import type { Delivery } from '../../../../libs/contract/src/index.js';

/** Splits rows into those shown and those that came since; rows are newest first. */
export function splitAt<T extends Pick<Delivery, 'createdAt'>>(rows: readonly T[], newestShown: string | null) {
  if (newestShown === null) return { shown: rows, waiting: 0 };
  const limit = Date.parse(newestShown);
  const shown = rows.filter(({ createdAt }) => Date.parse(createdAt) <= limit);
  return { shown, waiting: rows.length - shown.length };
}

/**
 * Keeps rows that arrive while one reads out of the list until they are asked for, so that nothing moves under the
 * pointer. Another list (`listKey`) starts anew.
 */
export function useNewRows<T extends Pick<Delivery, 'createdAt'>>(rows: readonly T[], listKey: string) {
  const [mark, setMark] = useState<{ listKey: string; newest: string | null }>({ listKey, newest: null });
  const newest = rows[0]?.createdAt ?? null;
  const isStale = mark.listKey !== listKey || mark.newest === null;
  useEffect(() => {
    if (isStale && newest !== null) setMark({ listKey, newest });
  }, [isStale, listKey, newest]);
  const split = useMemo(() => splitAt(rows, isStale ? null : mark.newest), [rows, isStale, mark.newest]);
  return { ...split, show: () => setMark({ listKey, newest }) };
}
