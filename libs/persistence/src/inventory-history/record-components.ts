import type { Component } from '../appliances/appliance.table.js';
import { sql, type Transaction } from '../database.js';

/** The parts that one reading listed, and which kinds of parts it could list at all. */
export interface ComponentsOf {
  applianceId: string;
  at: Date;
  components: readonly Omit<Component, 'applianceId' | 'checkedAt' | 'stateSince'>[];
  listedKinds: readonly Component['kind'][];
}

/**
 * Records the parts of hosts. A part that its listing does not name any more is `missing` from then on, and stays until
 * a person confirms that it is gone or its place is filled again; where a listing could not be read, its parts stay as
 * they were, with the time they were last checked. @returns the appliances of which a part went missing.
 */
export async function recordComponents(tx: Transaction, read: readonly ComponentsOf[]): Promise<string[]> {
  const rows = read.flatMap(({ applianceId, at, components }) => {
    // A statement may not write one row twice: of two parts with one name the last stays, as it always did on screen.
    const byName = new Map(components.map((part) => [part.component, part]));
    return [...byName.values()].map((part) => ({ ...part, applianceId, checkedAt: at }));
  });
  if (rows.length > 0) {
    await sql(
      tx,
      `INSERT INTO component (appliance_id, component, kind, state, text, affects, checked_at, state_since)
       SELECT "applianceId", component, kind, state, text, ARRAY(SELECT jsonb_array_elements_text(affects)), "checkedAt",
              "checkedAt"
       FROM jsonb_to_recordset($1) AS part ("applianceId" text, component text, kind text, state text, text text,
         affects jsonb, "checkedAt" timestamptz)
       ON CONFLICT (appliance_id, component) DO UPDATE SET kind = excluded.kind, state = excluded.state,
         text = excluded.text, affects = excluded.affects, checked_at = excluded.checked_at,
         state_since = CASE WHEN component.state = excluded.state THEN component.state_since
                            ELSE excluded.checked_at END`,
      [JSON.stringify(rows)],
    );
  }
  const listed = read.flatMap(({ applianceId, at, listedKinds }) =>
    listedKinds.map((kind) => ({ applianceId, at, kind })),
  );
  if (listed.length === 0) return [];
  const gone = await sql<{ id: string; isNew: boolean }>(
    tx,
    `UPDATE component c SET state = 'missing', checked_at = seen.at,
            state_since = CASE WHEN c.state = 'missing' THEN c.state_since ELSE seen.at END
     FROM unnest($1::text[], $2::text[], $3::timestamptz[]) AS seen (id, kind, at)
     WHERE c.appliance_id = seen.id AND c.kind = seen.kind AND c.checked_at < seen.at
     RETURNING c.appliance_id AS id, c.state_since = seen.at AS "isNew"`,
    [listed.map((row) => row.applianceId), listed.map((row) => row.kind), listed.map((row) => row.at)],
  );
  return [...new Set(gone.filter((row) => row.isNew).map((row) => row.id))];
}
