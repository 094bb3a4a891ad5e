import { sql, type Transaction } from '../database.js';
import type { ApplianceGroup, Site } from './place.table.js';

/** A site, and how many appliances of the inventory stand there, those that stand there by their host among them. */
export interface CountedSite extends Site {
  appliances: number;
}

export interface CountedGroup extends ApplianceGroup {
  appliances: number;
}

/** Which places: the one of this name, or those after a name. */
interface Selected {
  name?: string;
  after?: string | null;
  limit?: number;
}

const COUNTED = {
  site: `SELECT coalesce(a.site, h.site) AS name, count(*)::int AS appliances
    FROM appliance a LEFT JOIN appliance h ON h.id = a.host_id
    WHERE a.retired_at IS NULL AND coalesce(a.site, h.site) IN (SELECT name FROM page) GROUP BY 1`,
  appliance_group: `SELECT named.name, count(*)::int AS appliances
    FROM appliance a LEFT JOIN appliance h ON h.id = a.host_id
    CROSS JOIN LATERAL (SELECT DISTINCT unnest(a.groups || coalesce(h.groups, '{}')) AS name) AS named
    WHERE a.retired_at IS NULL AND named.name IN (SELECT name FROM page) GROUP BY 1`,
} as const;

/** Sites or groups by name, with their appliances counted. */
export function selectPlaces<Row extends CountedSite>(
  tx: Transaction,
  table: keyof typeof COUNTED,
  { name, after, limit }: Selected,
): Promise<Row[]> {
  return sql<Row>(
    tx,
    `WITH page AS (
       SELECT * FROM ${table} WHERE ($1::text IS NULL OR name = $1) AND ($2::text IS NULL OR name > $2)
       ORDER BY name LIMIT $3)
     SELECT page.name, page.note, page.created_by AS "createdBy", page.created_at AS "createdAt", page.version,
       ${table === 'site' ? '' : 'page.priority,'} coalesce(counted.appliances, 0) AS appliances
     FROM page LEFT JOIN (${COUNTED[table]}) AS counted ON counted.name = page.name ORDER BY page.name`,
    [name ?? null, after ?? null, limit ?? null],
  );
}
