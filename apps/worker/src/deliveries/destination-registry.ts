import { httpsDestination, type Destination, type HttpsDestination } from '../../../../libs/destinations/src/index.js';
import { WorkerProcess } from '../worker-process.js';

/** Destinations in use, each with its own connections, kept for the life of the process. */
export class DestinationRegistry {
  private readonly open = new Map<string, HttpsDestination>();

  constructor(private readonly process_: WorkerProcess) {}

  /** Null if there is no such destination. */
  async get(id: string): Promise<Destination | null> {
    const known = this.open.get(id);
    if (known) return known;
    const row = await this.process_.stores.destinations.get(id);
    if (!row) return null;
    const bearer = this.process_.stores.destinations.bearerOf(row);
    const made = httpsDestination({ url: row.url, caPem: row.caPem, bearer });
    this.open.set(id, made);
    return made;
  }

  async close(): Promise<void> {
    await Promise.all([...this.open.values()].map((destination) => destination.close()));
  }
}
