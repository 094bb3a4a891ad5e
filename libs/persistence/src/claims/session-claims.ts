import pg from 'pg';
import type { Database } from '../database.js';

/** First half of the advisory lock's key: keeps these locks apart from all others in the database. */
const LOCK_CLASS = 4_211_871;
const WANTED_CHANNEL = 'sdx_session_wanted';
const ASK_AGAIN_MS = 500;

/**
 * Keeps the worker processes to one login per SVM: whoever opens a session holds the claim of its appliance until the
 * session is closed. Claims are advisory locks on one connection, so those of a process that died are free at once.
 */
export class SessionClaims {
  private client: Promise<pg.Client> | null = null;
  private closed = false;

  /**
   * @param onWanted called with an appliance's id when another process waits for it: close its idle session.
   * @param onLost called when the connection broke and every claim with it: close every claimed session.
   */
  constructor(
    private readonly database: Database,
    private readonly onWanted: (applianceId: string) => void,
    private readonly onLost: () => void,
  ) {}

  /**
   * Waits until nobody else holds the claim, and takes it. A process never waits for itself: the caller keeps its own
   * sessions apart.
   * @returns the function that gives the claim back; calling it after the connection was lost does nothing.
   */
  async take(applianceId: string, signal?: AbortSignal): Promise<() => Promise<void>> {
    for (;;) {
      signal?.throwIfAborted();
      const client = await this.connection();
      const { rows } = await client.query<{ taken: boolean }>(
        'SELECT pg_try_advisory_lock($1, hashtext($2)) AS taken',
        [LOCK_CLASS, applianceId],
      );
      if (rows[0]?.taken === true) return () => this.release(client, applianceId);
      await client.query('SELECT pg_notify($1, $2)', [WANTED_CHANNEL, applianceId]);
      await pause(ASK_AGAIN_MS, signal);
    }
  }

  async close(): Promise<void> {
    this.closed = true;
    const client = await this.client?.catch(() => null);
    await client?.end();
  }

  private async release(client: pg.Client, applianceId: string): Promise<void> {
    if ((await this.client?.catch(() => null)) !== client) return;
    await client.query('SELECT pg_advisory_unlock($1, hashtext($2))', [LOCK_CLASS, applianceId]).catch(() => undefined);
  }

  private connection(): Promise<pg.Client> {
    this.client ??= this.open().catch((error: unknown) => {
      this.client = null;
      throw error;
    });
    return this.client;
  }

  private async open(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.database.url, keepAlive: true });
    client.on('error', () => this.lose());
    client.on('end', () => this.lose());
    client.on('notification', ({ payload }) => this.onWanted(payload ?? ''));
    await client.connect();
    await client.query(`LISTEN ${WANTED_CHANNEL}`);
    return client;
  }

  private lose(): void {
    if (this.closed || this.client === null) return;
    this.client = null;
    this.onLost();
  }
}

function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (): void => {
      signal?.removeEventListener('abort', stop);
      resolve();
    };
    const timer = setTimeout(end, ms);
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    signal?.addEventListener('abort', stop, { once: true });
  });
}
