import { sql, type Transaction } from '../database.js';
import type { Plan } from './plan.table.js';

/**
 * Scopes of the layers that decide for a plan's targets and that are not at the revision it was made from, a layer that
 * is new since and one of a place that a target has moved to among them; and `priority:<scope>` of groups that are
 * ordered otherwise by now.
 */
export async function changedInputs(tx: Transaction, { id, inputs }: Pick<Plan, 'id' | 'inputs'>): Promise<string[]> {
  const rows = await sql<{ scope: string }>(
    tx,
    `WITH target AS (
       SELECT a.id, a.host_id, coalesce(a.site, h.site) AS site, a.groups || coalesce(h.groups, '{}') AS groups
       FROM plan_target t JOIN appliance a ON a.id = t.appliance_id LEFT JOIN appliance h ON h.id = a.host_id
       WHERE t.plan_id = $1),
     concerned AS (
       SELECT 'fleet' AS scope
       UNION SELECT 'site:' || site FROM target WHERE site IS NOT NULL
       UNION SELECT 'group:' || name FROM target, unnest(groups) AS name
       UNION SELECT 'host:' || host_id FROM target WHERE host_id IS NOT NULL
       UNION SELECT 'instance:' || id FROM target)
     SELECT l.scope FROM settings_layer l JOIN concerned c ON c.scope = l.scope
     WHERE coalesce(($2::jsonb ->> l.scope)::int, 0) <> l.revision
     UNION
     SELECT 'priority:group:' || g.name FROM appliance_group g
     WHERE ($2::jsonb ->> ('priority:group:' || g.name))::int <> g.priority
     ORDER BY scope`,
    [id, JSON.stringify(inputs)],
  );
  return rows.map((row) => row.scope);
}
