import { z } from 'zod';

/** Query of every list: `cursor` is opaque, signed and bound to the filter it was made for. */
export const pageQuerySchema = z.object({
  limit: z.coerce.number().int().min(1).max(500).default(200),
  cursor: z.string().optional(),
});

/** One page of a list. `next` is null on the last page; `approxTotal` counts all rows that match the filter. */
export function pageSchema<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    page: z.object({ next: z.string().nullable(), limit: z.number().int(), approxTotal: z.number().int() }),
  });
}
export interface Page<T> {
  items: T[];
  page: { next: string | null; limit: number; approxTotal: number };
}

/** An instant in UTC, ISO 8601. */
export const instant = z.iso.datetime({ offset: true });
