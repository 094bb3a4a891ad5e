import type { Settings } from '../../../libs/config/src/index.js';
import type { DirectoryBundleStore } from '../../../libs/bundles/src/index.js';
import type { Stores } from '../../../libs/persistence/src/index.js';
import type { Logger } from '../../../libs/telemetry/src/index.js';
import type { ApplianceSessions } from './connection/appliance-sessions.js';
import type { JumpWays } from './connection/jump-ways.js';
import type { LeaseHolder } from './leases/under-lease.js';

interface Shared {
  settings: Settings;
  stores: Stores;
  bundles: DirectoryBundleStore;
  log: Logger;
  sessions: ApplianceSessions;
  ways: JumpWays;
}

/** What every processor of this process shares. */
export class WorkerProcess implements Shared {
  readonly settings: Settings;
  readonly stores: Stores;
  readonly bundles: DirectoryBundleStore;
  readonly log: Logger;
  readonly sessions: ApplianceSessions;
  readonly ways: JumpWays;
  private readonly stopping = new AbortController();

  constructor({ settings, stores, bundles, log, sessions, ways }: Shared) {
    this.settings = settings;
    this.stores = stores;
    this.bundles = bundles;
    this.log = log;
    this.sessions = sessions;
    this.ways = ways;
  }

  get name(): string {
    return this.settings.workerName;
  }

  /** How this process holds leases: deliveries change hands sooner than other work. */
  holder(work: 'delivery' | 'work'): LeaseHolder {
    const seconds = work === 'delivery' ? this.settings.deliveryLeaseSeconds : this.settings.workerLeaseSeconds;
    return {
      outbox: this.stores.outbox,
      worker: this.name,
      leaseMs: seconds * 1000,
      stopping: this.stopping.signal,
    };
  }

  /** Work in hand is given back; call before the queues close. */
  stop(): void {
    this.stopping.abort(new Error('the worker stops'));
  }
}
