import { createHash } from 'node:crypto';
import pg from 'pg';

/** Tables whose rows change while nobody changes anything: who is signed in, what is due to be looked at, who is at work, how
 * far has been told.
 */
const RESTLESS = new Set(['session', 'api_token', 'sweep', 'worker', 'announced']);

/** A digest of all rows of each table that only changes when somebody changes something. */
export async function tableDigests(databaseUrl: string): Promise<Record<string, string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT quote_ident(tablename) AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
    );
    const digests: Record<string, string> = {};
    for (const { name } of rows.filter((row) => !RESTLESS.has(row.name))) {
      const table = await client.query<{ row: string }>(`SELECT t::text AS row FROM ${name} AS t ORDER BY 1`);
      const text = table.rows.map(({ row }) => row).join('\n');
      digests[name] = `${table.rows.length} rows, ${createHash('sha256').update(text).digest('hex')}`;
    }
    return digests;
  } finally {
    await client.end();
  }
}

/** How many sweeps are not through; each still writes what it reads. */
export async function unfinishedSweeps(databaseUrl: string): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ count: number }>(
      `SELECT (SELECT count(*) FROM sweep WHERE finished_at IS NULL)::int
            + (SELECT count(*) FROM appliance WHERE sweep_due_at <= now() + interval '20 seconds')::int AS count`,
    );
    return rows[0]?.count ?? 0;
  } finally {
    await client.end();
  }
}
