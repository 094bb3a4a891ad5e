import { sql, type Database } from '../database.js';

/** Signs of life of worker processes. */
export class WorkerStore {
  constructor(private readonly database: Database) {}

  async beat(name: string): Promise<void> {
    await sql(
      this.database.source.manager,
      'INSERT INTO worker (name) VALUES ($1) ON CONFLICT (name) DO UPDATE SET beat_at = now()',
      [name],
    );
  }

  /** A worker that stops in order is not missed. */
  async leave(name: string): Promise<void> {
    await sql(this.database.source.manager, 'DELETE FROM worker WHERE name = $1', [name]);
  }

  /** `live` workers have given a sign within `seconds`; the others are forgotten after a day. */
  async count(seconds: number): Promise<{ live: number; total: number }> {
    const [row] = await sql<{ live: number; total: number }>(
      this.database.source.manager,
      `SELECT count(*) FILTER (WHERE beat_at > now() - $1 * interval '1 second')::int AS live, count(*)::int AS total
       FROM worker WHERE beat_at > now() - interval '1 day'`,
      [seconds],
    );
    return row ?? { live: 0, total: 0 };
  }
}
