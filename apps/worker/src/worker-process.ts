import type { Settings } from '../../../libs/config/src/index.js';
import type { DirectoryBundleStore } from '../../../libs/bundles/src/index.js';
import type { Stores } from '../../../libs/persistence/src/index.js';
import type { Logger } from '../../../libs/telemetry/src/index.js';
import type { LeaseHolder } from './leases/under-lease.js';

/** What every processor of this process shares. */
export class WorkerProcess {
  private readonly stopping = new AbortController();

  constructor(
    readonly settings: Settings,
    readonly stores: Stores,
    readonly bundles: DirectoryBundleStore,
    readonly log: Logger,
  ) {}

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
