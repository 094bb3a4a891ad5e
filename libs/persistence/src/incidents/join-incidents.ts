import { incidentKey, isStorm, STORM_WINDOW_MS, stormKey, type Place } from '../../../callhome/src/index.js';
import type { Condition } from '../conditions/condition.table.js';
import { sql, type Transaction } from '../database.js';
import type { EventStore } from '../events/event-store.js';
import { newId } from '../identifiers.js';
import { placesOf } from '../places/places-of.js';
import type { Incident } from './incident.table.js';

type NewIncident = Omit<Incident, 'state' | 'openedAt' | 'closedAt' | 'mergedInto'>;

/**
 * Puts conditions that have just become active into the open incident of their cause, or opens one, and closes the
 * incidents of which nothing is active any more; in the caller's transaction, after the conditions are written. That a
 * cause has one open incident is held by a unique index, whoever races.
 */
export async function joinIncidents(
  tx: Transaction,
  events: EventStore,
  { occurred, ended }: { occurred: readonly Condition[]; ended: readonly Condition[] },
): Promise<void> {
  if (occurred.length > 0) await join(tx, events, occurred);
  if (ended.length > 0) await close(tx, events, ended);
}

async function join(tx: Transaction, events: EventStore, occurred: readonly Condition[]): Promise<void> {
  const places = await placesOf(
    tx,
    occurred.map((row) => row.applianceId),
  );
  const stormy = new Set(await sitesWithStorm(tx, sitesOf(places)));
  const incidentOf = (row: Condition): NewIncident => {
    const place = places.get(row.applianceId);
    const [site, hostId] = [place?.site ?? null, place?.hostId ?? null];
    const { kind, key } =
      site !== null && stormy.has(site)
        ? { kind: 'storm' as const, key: stormKey(site) }
        : incidentKey({ applianceId: row.applianceId, code: row.code, hostId });
    const title = kind === 'storm' ? `Many conditions at ${site}` : row.title;
    return { id: newId('inc'), key, kind, title, severity: row.severity, site, hostId, rootConditionId: row.id };
  };
  await enter(
    tx,
    events,
    occurred.map((row) => ({ row, incident: incidentOf(row) })),
  );
  for (const site of sitesOf(places)) if (!stormy.has(site)) await gatherStorm(tx, events, site);
}

const sitesOf = (places: ReadonlyMap<string, Place>): string[] => [
  ...new Set([...places.values()].flatMap(({ site }) => (site === null ? [] : [site]))),
];

interface Entry {
  row: Condition;
  incident: NewIncident;
}

/** Conditions join the open incidents of their keys; the first of a key opens it. A host's condition explains others. */
async function enter(tx: Transaction, events: EventStore, entries: readonly Entry[]): Promise<void> {
  const first = new Map<string, Entry>();
  for (const entry of entries.toSorted(byWeight)) {
    if (!first.has(entry.incident.key)) first.set(entry.incident.key, entry);
  }
  const opened = await sql<{ id: string; key: string; isNew: boolean }>(
    tx,
    `INSERT INTO incident (id, key, kind, state, title, severity, site, host_id, root_condition_id)
     SELECT id, key, kind, 'open', title, severity, site, "hostId", "rootConditionId"
     FROM jsonb_to_recordset($1) AS i (id text, key text, kind text, title text, severity text, site text, "hostId" text,
       "rootConditionId" text)
     ORDER BY key
     ON CONFLICT (key) WHERE state = 'open' DO UPDATE SET severity =
       CASE WHEN array_position(${SEVERITIES}, excluded.severity) > array_position(${SEVERITIES}, incident.severity)
         THEN excluded.severity ELSE incident.severity END
     RETURNING id, key, xmax = 0 AS "isNew"`,
    [JSON.stringify([...first.values()].map(({ incident }) => incident))],
  );
  const idOf = new Map(opened.map(({ key, id }) => [key, id]));
  await sql(
    tx,
    `INSERT INTO incident_condition (incident_id, condition_id) SELECT * FROM unnest($1::text[], $2::text[])
     ON CONFLICT DO NOTHING`,
    [entries.map(({ incident }) => idOf.get(incident.key)), entries.map(({ row }) => row.id)],
  );
  const roots = [...first.values()].filter(isOfHost);
  await sql(
    tx,
    `UPDATE incident SET root_condition_id = r.condition, title = r.title
     FROM unnest($1::text[], $2::text[], $3::text[]) AS r (key, condition, title)
     WHERE incident.key = r.key AND incident.state = 'open' AND NOT EXISTS (SELECT FROM condition c
       WHERE c.id = incident.root_condition_id AND c.appliance_id = incident.host_id AND c.state = 'active')`,
    [roots.map(({ incident }) => incident.key), roots.map(({ row }) => row.id), roots.map(({ row }) => row.title)],
  );
  await events.append(
    tx,
    opened.map(({ id, isNew }) => ({
      topic: 'conditions',
      type: isNew ? 'incident.opened' : 'incident.joined',
      subject: id,
    })),
  );
}

const SEVERITIES = `ARRAY['none', 'warning', 'major', 'critical']`;
const WEIGHTS: readonly Condition['severity'][] = ['critical', 'major', 'warning', 'none'];

const isOfHost = ({ row, incident }: Entry) => incident.kind === 'host-fault' && row.applianceId === incident.hostId;

function byWeight(one: Entry, other: Entry): number {
  return (
    Number(isOfHost(other)) - Number(isOfHost(one)) ||
    WEIGHTS.indexOf(one.row.severity) - WEIGHTS.indexOf(other.row.severity) ||
    (one.row.id < other.row.id ? -1 : 1)
  );
}

async function sitesWithStorm(tx: Transaction, sites: readonly string[]): Promise<string[]> {
  if (sites.length === 0) return [];
  const rows = await sql<{ site: string }>(
    tx,
    `SELECT site FROM incident WHERE key = ANY ($1) AND state = 'open' AND site IS NOT NULL`,
    [sites.map(stormKey)],
  );
  return rows.map((row) => row.site);
}

/** Many new conditions at one site become one incident, which takes over those that were opened in the same time. */
async function gatherStorm(tx: Transaction, events: EventStore, site: string): Promise<void> {
  const nowMs = Date.now();
  const since = new Date(nowMs - STORM_WINDOW_MS);
  const lately = await sql<{ id: string; raisedAt: Date }>(
    tx,
    `SELECT c.id, c.raised_at AS "raisedAt" FROM condition c JOIN appliance a ON a.id = c.appliance_id
       LEFT JOIN appliance h ON h.id = a.host_id
     WHERE c.state = 'active' AND c.raised_at > $2 AND coalesce(a.site, h.site) = $1 AND a.retired_at IS NULL
     ORDER BY c.raised_at, c.id`,
    [site, since],
  );
  const [root] = lately;
  if (
    root === undefined ||
    !isStorm(
      lately.map(({ raisedAt }) => raisedAt.getTime()),
      nowMs,
    )
  )
    return;
  const open = await sql<{ id: string; severity: Condition['severity'] }>(
    tx,
    `SELECT id, severity FROM incident WHERE site = $1 AND state = 'open' AND kind <> 'storm' AND opened_at > $2
     ORDER BY key FOR UPDATE`,
    [site, since],
  );
  // All of it may have one cause already, as the drives of one host.
  if (open.length < 2) return;
  const severity = WEIGHTS.find((each) => open.some((incident) => incident.severity === each)) ?? 'none';
  const [storm] = await sql<{ id: string }>(
    tx,
    `INSERT INTO incident (id, key, kind, state, title, severity, site, root_condition_id)
     VALUES ($1, $2, 'storm', 'open', $3, $4, $5, $6)
     ON CONFLICT (key) WHERE state = 'open' DO UPDATE SET state = 'open' RETURNING id`,
    [newId('inc'), stormKey(site), `Many conditions at ${site}`, severity, site, root.id],
  );
  if (storm === undefined) return;
  const ids = open.map(({ id }) => id);
  await sql(tx, `UPDATE incident SET state = 'merged', closed_at = now(), merged_into = $2 WHERE id = ANY ($1)`, [
    ids,
    storm.id,
  ]);
  await sql(
    tx,
    `INSERT INTO incident_condition (incident_id, condition_id)
     SELECT DISTINCT $2, condition_id FROM incident_condition WHERE incident_id = ANY ($1) ON CONFLICT DO NOTHING`,
    [ids, storm.id],
  );
  await sql(tx, `UPDATE service_request SET incident_id = $2 WHERE incident_id = ANY ($1)`, [ids, storm.id]);
  await events.append(tx, [{ topic: 'conditions', type: 'incident.opened', subject: storm.id, data: { site } }]);
}

/** What could not be read is not over. */
async function close(tx: Transaction, events: EventStore, ended: readonly Condition[]): Promise<void> {
  const touched = await sql<{ id: string }>(
    tx,
    `SELECT id FROM incident WHERE state = 'open' AND id IN
       (SELECT incident_id FROM incident_condition WHERE condition_id = ANY ($1))
     ORDER BY key FOR UPDATE`,
    [ended.map((row) => row.id)],
  );
  // A second statement, so that it sees what those committed whose lock this one has waited for.
  const closed = await sql<{ id: string }>(
    tx,
    `UPDATE incident SET state = 'closed', closed_at = now() WHERE id = ANY ($1) AND NOT EXISTS (
       SELECT FROM incident_condition m JOIN condition c ON c.id = m.condition_id
         JOIN appliance a ON a.id = c.appliance_id AND a.retired_at IS NULL
       WHERE m.incident_id = incident.id AND c.state IN ('active', 'unknown'))
     RETURNING id`,
    [touched.map(({ id }) => id)],
  );
  await events.append(
    tx,
    closed.map(({ id }) => ({ topic: 'conditions', type: 'incident.closed', subject: id })),
  );
}
