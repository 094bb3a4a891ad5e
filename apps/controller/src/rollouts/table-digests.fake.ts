import { createHash } from 'node:crypto';
import type { Database } from '../../../../libs/persistence/src/index.js';

/** Tables that signing in, sweeping and the work of loops write by themselves. */
const RESTLESS: ReadonlySet<string> = new Set(['session', 'api_token', 'sweep', 'worker', 'announced']);

/** How many rows each table has, and a digest of them; two equal answers mean that no row was written between. */
export async function tableDigests({ source }: Database): Promise<Record<string, string>> {
  const tables = await source.query<{ name: string }[]>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename`,
  );
  const digests: Record<string, string> = {};
  for (const { name } of tables.filter((table) => !RESTLESS.has(table.name))) {
    const rows = await source.query<{ row: string }[]>(`SELECT t::text AS row FROM "${name}" AS t ORDER BY 1`);
    const hash = createHash('sha256').update(rows.map(({ row }) => row).join('\n'));
    digests[name] = `${rows.length} rows, ${hash.digest('hex')}`;
  }
  return digests;
}
