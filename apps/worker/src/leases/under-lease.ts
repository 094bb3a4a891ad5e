import { setMaxListeners } from 'node:events';
import { PersistenceError, type Lease, type OutboxStore } from '../../../../libs/persistence/src/index.js';

/** What a worker holds leases with. */
export interface LeaseHolder {
  outbox: OutboxStore;
  worker: string;
  leaseMs: number;
  /** Fires when the process is to stop. */
  stopping: AbortSignal;
}

/**
 * Does a piece of work while holding its lease, and renews the lease meanwhile. `work` gets a signal that fires when the
 * lease is lost or the process stops; what it then leaves undone is handed over again.
 * @returns false if the work is done, not due, or somebody else's: there was nothing to do.
 */
export async function underLease(
  holder: LeaseHolder,
  job: { queue: string; refId: string },
  work: (lease: Lease, signal: AbortSignal) => Promise<void>,
): Promise<boolean> {
  const lease = await holder.outbox.claim(job.queue, job.refId, holder);
  if (lease === null) return false;
  const lost = new AbortController();
  const signal = AbortSignal.any([lost.signal, holder.stopping]);
  setMaxListeners(0, signal); // one for each of many sessions is no leak
  const renewal = setInterval(() => {
    holder.outbox.extend(lease, holder.leaseMs).then(
      (ours) => {
        if (!ours) lost.abort(new PersistenceError('LEASE_LOST', { refId: job.refId }));
      },
      // The database does not answer: the lease runs out by itself if that lasts.
      () => undefined,
    );
  }, holder.leaseMs / 3);
  try {
    await work(lease, signal);
    return true;
  } catch (error) {
    if (lost.signal.aborted || isLeaseLost(error)) return false;
    // Any other failure waits for the lease to run out before it is tried again, so that it cannot spin.
    if (!holder.stopping.aborted) throw error;
    await holder.outbox.release(lease);
    return false;
  } finally {
    clearInterval(renewal);
  }
}

function isLeaseLost(error: unknown): boolean {
  return error instanceof PersistenceError && error.code === 'LEASE_LOST';
}
