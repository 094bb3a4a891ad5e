import type { JumpHosts } from '../dial/jump-hosts.js';
import { SshError } from '../errors.js';
import { openSessionWith } from '../open-session.js';
import type { SshLimits } from '../ssh-target.js';
import type { Admissions, Candidate, Lease } from './admissions.js';
import { PooledSession } from './pooled-session.js';
import type { ClaimSession, SessionUse } from './session-use.js';

/** One call of `use` on its way. */
export interface Visit {
  readonly use: SessionUse;
  readonly limits: SshLimits;
  readonly candidate: Candidate;
  readonly signal: AbortSignal;
}

/** A session handed to one visit. */
export interface Lent {
  readonly session: PooledSession;
  readonly lease: Lease;
  /** Ends the visit's say over the session. */
  readonly release: () => void;
}

export interface PoolTools {
  readonly admissions: Admissions;
  readonly jumps: JumpHosts;
  readonly claim: ClaimSession | undefined;
}

/**
 * Claims the key, dials when that is this visit's turn, and logs in when that is. Whatever fails gives everything back.
 * @throws {SshError}
 */
export async function openPooledSession(visit: Visit, { admissions, jumps, claim }: PoolTools): Promise<Lent> {
  const { use, limits, candidate } = visit;
  const claimed = use.exclusive && claim !== undefined;
  const pooled = new PooledSession(claimed ? await unlessAborted(claim(use.key), visit.signal) : null);
  const release = pooled.obey(visit.signal);
  const held: { dial?: Lease; session?: Lease } = {};
  try {
    held.dial = await admissions.dial(candidate, pooled.signal);
    const admit = async (): Promise<() => void> => {
      held.dial?.release();
      const lease = await admissions.sessionOfConnected(candidate, pooled.signal);
      held.session = lease;
      pooled.begun();
      pooled.startDeadline(limits.sessionTimeoutMs);
      return () => {
        lease.release();
        if (held.session === lease) pooled.ended();
      };
    };
    const session = await openSessionWith(
      use.target,
      { ...limits, sessionTimeoutMs: null },
      { signal: pooled.signal, admit, answered: () => pooled.countAnswer(), progress: use.progress, jumps },
    );
    const lease = held.session;
    if (lease === undefined) throw new SshError('CONNECTION_LOST', { reason: 'not-admitted' });
    lease.clear();
    pooled.opened(session);
    return { session: pooled, lease, release };
  } catch (error) {
    release();
    held.session?.release();
    await pooled.close();
    throw error;
  } finally {
    held.dial?.release();
  }
}

/** A claim that is granted too late is given back at once. */
function unlessAborted(claim: Promise<() => Promise<void>>, signal: AbortSignal): Promise<() => Promise<void>> {
  return new Promise((resolve, reject) => {
    let isAborted = false;
    const cancel = (): void => {
      isAborted = true;
      reject(new SshError('CANCELLED', {}, { cause: signal.reason }));
    };
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    claim.then((unclaim) => {
      signal.removeEventListener('abort', cancel);
      if (isAborted) unclaim().catch(() => undefined);
      else resolve(unclaim);
    }, reject);
  });
}
