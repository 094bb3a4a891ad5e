import { sql, type Transaction } from '../database.js';
import { PersistenceError } from '../persistence-error.js';
import { lockGroups } from '../settings/refuse-ties.js';
import { eachOnce } from './places-of.js';

/** Priorities of groups that nobody ordered are this far apart, so that another fits between. */
const PRIORITY_STEP = 10;

/** The site and the groups that an appliance names. */
export interface NamedPlaces {
  site: string | null;
  groups: readonly string[];
}

/**
 * Makes the site and the groups that are named for the first time, a group over all others, and keeps those that are
 * there from being removed before this transaction ends.
 */
export async function ensurePlaces(tx: Transaction, { site, groups }: NamedPlaces, by: string): Promise<void> {
  if (site !== null && (await held(tx, 'site', [site])).length === 0) {
    await sql(
      tx,
      `INSERT INTO site (name, created_by) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET name = excluded.name`,
      [site, by],
    );
  }
  const named = eachOnce(groups);
  if (named.length === 0) return;
  const known = new Set(await held(tx, 'appliance_group', named));
  if (named.every((name) => known.has(name))) return;
  await lockGroups(tx);
  await sql(
    tx,
    `INSERT INTO appliance_group (name, priority, created_by)
     SELECT name, (SELECT coalesce(max(priority), 0) FROM appliance_group) + $3::int * nth, $2
     FROM unnest($1::text[]) WITH ORDINALITY AS fresh (name, nth) ON CONFLICT (name) DO UPDATE SET name = excluded.name`,
    [named.filter((name) => !known.has(name)), by, PRIORITY_STEP],
  );
}

/**
 * Keeps a site or a group from being removed before this transaction ends.
 * @throws {PersistenceError} NOT_FOUND
 */
export async function holdPlaces(tx: Transaction, { site, groups }: NamedPlaces): Promise<void> {
  if (site !== null && (await held(tx, 'site', [site])).length === 0) {
    throw new PersistenceError('NOT_FOUND', { scope: `site:${site}` });
  }
  const known = groups.length === 0 ? [] : await held(tx, 'appliance_group', eachOnce(groups));
  const missing = groups.find((name) => !known.includes(name));
  if (missing !== undefined) throw new PersistenceError('NOT_FOUND', { scope: `group:${missing}` });
}

async function held(tx: Transaction, table: 'site' | 'appliance_group', names: string[]): Promise<string[]> {
  const rows = await sql<{ name: string }>(
    tx,
    `SELECT name FROM ${table} WHERE name = ANY ($1) ORDER BY name FOR KEY SHARE`,
    [names],
  );
  return rows.map(({ name }) => name);
}
