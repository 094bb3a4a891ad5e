import { groupTies } from '../../../callhome/src/index.js';
import { sql, type Transaction } from '../database.js';
import { PersistenceError } from '../persistence-error.js';
import { selectLayers, toLayer } from './layer-rows.js';

const GROUPS_LOCK = 4_211_870_031;

/** Waits until no other transaction writes a group's layer or priority: two that each are right could make a tie. */
export async function lockGroups(tx: Transaction): Promise<void> {
  await sql(tx, 'SELECT pg_advisory_xact_lock($1)', [GROUPS_LOCK]);
}

/**
 * Refuses what has just been written if one of these groups now sets a key that another group of its priority sets.
 * @throws {PersistenceError} PRIORITY_TIE - `details` name the key and the scopes of both groups.
 */
export async function refuseTies(tx: Transaction, groups: readonly string[]): Promise<void> {
  if (groups.length === 0) return;
  const rows = await selectLayers(
    tx,
    `l.rank = 'group' AND g.priority IN (SELECT priority FROM appliance_group WHERE name = ANY ($1))`,
    [groups],
  );
  const [tie] = groupTies(rows.map(toLayer));
  if (tie) throw new PersistenceError('PRIORITY_TIE', { key: tie.keys.join(', '), groups: tie.groups.join(', ') });
}
