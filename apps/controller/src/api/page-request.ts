import type { Page } from '../../../../libs/contract/src/index.js';

/** How one page is made of rows. */
export interface PageMaking<Row, Item> {
  /** Rows of the whole list under this filter. */
  total: number;
  /** The position that stands after a row. */
  after: (row: Row) => string;
  /** All rows of the page at once, so that what they refer to is read in a fixed number of queries. */
  views: (rows: Row[]) => Item[] | Promise<Item[]>;
}

/** The page that a request asks for: how many rows, and the position they come after (null: the first page). */
export class PageRequest {
  constructor(
    readonly limit: number,
    readonly after: string | null,
    private readonly seal: (after: string) => string,
  ) {}

  /** How many rows to read: one more than the page holds tells whether there is another page. */
  get fetch(): number {
    return this.limit + 1;
  }

  /** Makes the page out of up to `fetch` rows. */
  async of<Row, Item>(rows: readonly Row[], making: PageMaking<Row, Item>): Promise<Page<Item>> {
    const shown = rows.slice(0, this.limit);
    const last = shown.at(-1);
    const next = rows.length > this.limit && last !== undefined ? this.seal(making.after(last)) : null;
    return {
      items: await making.views(shown),
      page: { next, limit: this.limit, approxTotal: making.total },
    };
  }

  /** Makes the page out of a whole list that is short enough to be read whole. */
  among<Row, Item>(all: readonly Row[], key: (row: Row) => string, view: (row: Row) => Item): Promise<Page<Item>> {
    const from = this.after === null ? 0 : all.findIndex((row) => key(row) === this.after) + 1;
    return this.of(all.slice(from, from + this.fetch), {
      total: all.length,
      after: key,
      views: (rows) => rows.map(view),
    });
  }
}
