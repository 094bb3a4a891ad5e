import type { Server } from 'ssh2';
import type { Appliance } from '../fleet/appliance.js';

/**
 * SSH servers of the appliances that were spoken to last. One costs some ten kilobytes and a third of a millisecond to
 * make, so that a large fleet keeps few and a busy appliance makes one only once.
 */
export class ReadyServers {
  private readonly servers = new Map<Appliance, Server>();

  /** @param capacity how many are kept */
  constructor(private readonly capacity = 1000) {}

  /** The server of an appliance, made by `make` when none is kept. */
  of(appliance: Appliance, make: () => Server): Server {
    const server = this.servers.get(appliance) ?? make();
    this.servers.delete(appliance);
    this.servers.set(appliance, server);
    if (this.servers.size > this.capacity) {
      const [oldest] = this.servers.keys();
      if (oldest !== undefined) this.servers.delete(oldest);
    }
    return server;
  }

  /** Lets the next connection have a new one; open connections keep theirs. */
  forget(appliance: Appliance): void {
    this.servers.delete(appliance);
  }
}
