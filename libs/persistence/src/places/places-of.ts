import type { Place } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';

/**
 * Where these appliances stand, in one query: an instance in its own site, else in its host's, and in its own groups
 * and its host's. The host of a host is itself: its layer decides for what the host sends, too.
 */
export async function placesOf(tx: Transaction, ids: readonly string[]): Promise<Map<string, Place>> {
  if (ids.length === 0) return new Map();
  const rows = await sql<Place>(
    tx,
    `SELECT a.id, coalesce(a.site, h.site) AS site, a.groups || coalesce(h.groups, '{}') AS groups,
       CASE a.kind WHEN 'sdx-host' THEN a.id ELSE a.host_id END AS "hostId"
     FROM appliance a LEFT JOIN appliance h ON h.id = a.host_id WHERE a.id = ANY ($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, { ...row, groups: eachOnce(row.groups) }]));
}

/** Every name once, in an order that is always the same. */
export function eachOnce(names: readonly string[]): string[] {
  return [...new Set(names)].toSorted();
}
