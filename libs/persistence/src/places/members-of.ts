import { parseScope, type Place } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import { eachOnce } from './places-of.js';

const SAMPLE = 5;

/** Members of a scope that stand in the same places, under the same layers: they get the same settings. */
export interface Combination {
  /** `id` is that of a member, the only one if it has a layer of its own; `hostId` is null where no host's layer counts. */
  place: Place;
  count: number;
  /** Ids of up to five of them. */
  sample: string[];
}

// What settings can be pushed to.
const MEMBER = `appliance a JOIN observation o ON o.appliance_id = a.id LEFT JOIN appliance h ON h.id = a.host_id`;
const IS_CONFIGURABLE = `a.kind <> 'sdx-host' AND a.retired_at IS NULL AND o.gone_at IS NULL`;
const SAYS_SOMETHING = (layer: string) =>
  `(${layer}.settings <> '{}' OR ${layer}.locks <> '{}' OR ${layer}.exempt <> '{}')`;

/** Ids of the appliances under a scope that settings can be pushed to, in inventory order. */
export async function membersOf(tx: Transaction, scope: string): Promise<string[]> {
  const { where, parameters } = under(scope);
  const rows = await sql<{ id: string }>(
    tx,
    `SELECT a.id FROM ${MEMBER} WHERE ${IS_CONFIGURABLE} AND ${where} ORDER BY a.sort_key`,
    parameters,
  );
  return rows.map(({ id }) => id);
}

/** The members of a scope counted by what decides their settings, in one query. */
export async function combinationsOf(tx: Transaction, scope: string): Promise<Combination[]> {
  const { where, parameters } = under(scope);
  const rows = await sql<CombinationRow>(
    tx,
    `SELECT coalesce(a.site, h.site) AS site, a.groups AS "ownGroups", h.groups AS "hostGroups",
       CASE WHEN hl.scope IS NOT NULL THEN a.host_id END AS "hostId", CASE WHEN il.scope IS NOT NULL THEN a.id END AS "ownId",
       count(*)::int AS count, (array_agg(a.id ORDER BY a.id))[1:${SAMPLE}] AS sample
     FROM ${MEMBER}
     LEFT JOIN settings_layer hl ON hl.scope = 'host:' || a.host_id AND ${SAYS_SOMETHING('hl')}
     LEFT JOIN settings_layer il ON il.scope = 'instance:' || a.id AND ${SAYS_SOMETHING('il')}
     WHERE ${IS_CONFIGURABLE} AND ${where} GROUP BY 1, 2, 3, 4, 5 ORDER BY 6 DESC, 1, 2, 3, 4, 5`,
    parameters,
  );
  return merged(rows);
}

interface CombinationRow {
  site: string | null;
  ownGroups: string[];
  hostGroups: string[] | null;
  hostId: string | null;
  ownId: string | null;
  count: number;
  sample: string[];
}

// The same groups may come from the appliance or from its host, in any order.
function merged(rows: readonly CombinationRow[]): Combination[] {
  const found = new Map<string, Combination>();
  for (const { site, ownGroups, hostGroups, hostId, ownId, count, sample } of rows) {
    const groups = eachOnce([...ownGroups, ...(hostGroups ?? [])]);
    const name = JSON.stringify([site, groups, hostId, ownId]);
    const known = found.get(name);
    if (known !== undefined) {
      known.count += count;
      known.sample = [...known.sample, ...sample].toSorted().slice(0, SAMPLE);
      continue;
    }
    const id = ownId ?? sample[0];
    if (id !== undefined) found.set(name, { place: { id, site, groups, hostId }, count, sample });
  }
  return [...found.values()];
}

function under(scope: string): { where: string; parameters: string[] } {
  const { rank, id } = parseScope(scope);
  switch (rank) {
    case 'fleet':
      return { where: 'true', parameters: [] };
    case 'site':
      return { where: '(a.site = $1 OR (a.site IS NULL AND h.site = $1))', parameters: [id] };
    case 'group':
      return { where: '(a.groups @> ARRAY[$1::text] OR h.groups @> ARRAY[$1::text])', parameters: [id] };
    case 'host':
      return { where: 'a.host_id = $1', parameters: [id] };
    case 'instance':
      return { where: 'a.id = $1', parameters: [id] };
  }
}
