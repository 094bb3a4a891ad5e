import type { Duplex } from 'node:stream';
import { Connection } from '../connection.js';
import { JumpHosts } from '../dial/jump-hosts.js';
import { reach } from '../dial/reach.js';
import { SshError } from '../errors.js';
import type { SshSession } from '../ssh-session.js';
import { DEFAULT_LIMITS, type SshTarget } from '../ssh-target.js';
import { Admissions } from './admissions.js';
import { IdleSessions } from './idle-sessions.js';
import { Lane } from './lane.js';
import { openPooledSession, type Lent, type PoolTools, type Visit } from './open-pooled-session.js';
import { checkPoolLimits, DEFAULT_POOL_LIMITS, type PoolLimits } from './pool-limits.js';
import type { ClaimSession, PoolCounts, SessionUse } from './session-use.js';

/** How long a jump host is kept without users, and how long one that refused our login is left alone. */
const JUMP_TIMES = { idleMs: 60_000, refusedMs: 300_000 };

/**
 * The one way to use sessions: bounds how many there are, keeps them open for the next use, and queues the uses of one
 * key. It repeats nothing but the beginning of a use whose kept session turns out to be dead.
 */
export class SessionPool {
  readonly #limits: PoolLimits;
  readonly #tools: PoolTools;
  readonly #idle: IdleSessions;
  readonly #lanes = new Map<string, Lane>();
  readonly #visits = new Map<AbortController, Promise<unknown>>();
  readonly #closing = new Set<Promise<void>>();
  #isClosed = false;
  #open = 0;
  #reused = 0;
  #opened = 0;

  /** @throws {RangeError} a limit that lets nobody in, or everybody. */
  constructor(limits: PoolLimits = DEFAULT_POOL_LIMITS, claim?: ClaimSession) {
    this.#limits = checkPoolLimits(limits);
    this.#tools = { admissions: new Admissions(limits), jumps: new JumpHosts(Connection.open, JUMP_TIMES), claim };
    this.#idle = new IdleSessions(limits.maxIdle);
  }

  get counts(): PoolCounts {
    const { dialling, inUse, waiting } = this.#tools.admissions;
    const [open, idle, reused, opened] = [this.#open, this.#idle.size, this.#reused, this.#opened];
    return { open, idle, inUse, dialling, waiting, reused, opened };
  }

  /**
   * Does `work` on a session to the appliance: an open one, or a new one. `work` must leave nothing running on it. When
   * an open one turns out to be dead before it has answered anything, `work` begins anew, once, on a new one. Aborting
   * `signal` ends the session.
   * @throws {SshError} as `openSession`; AUTH_FAILED also without a login, where the use before was refused while this
   * one waited; SESSION_TIMEOUT; CANCELLED. And whatever `work` throws.
   */
  async use<T>(use: SessionUse, signal: AbortSignal, work: (session: SshSession) => Promise<T>): Promise<T> {
    if (this.#isClosed) throw new SshError('CANCELLED', { reason: 'closed' });
    const controller = new AbortController();
    const cancel = (): void => controller.abort(signal.reason);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    const candidate = { ticket: this.#tools.admissions.ticket(), site: use.site, suspect: use.suspect };
    const visit = { use, limits: use.limits ?? DEFAULT_LIMITS, candidate, signal: controller.signal };
    const done = this.#queue(visit, work);
    this.#visits.set(controller, done);
    try {
      return await done;
    } finally {
      this.#visits.delete(controller);
      signal.removeEventListener('abort', cancel);
    }
  }

  /**
   * Opens a bare byte stream to a server by the way its sessions take, outside of every limit. The caller destroys it.
   * @throws {SshError} CONNECT_REFUSED, CONNECT_TIMEOUT, DNS_FAILED, NO_ROUTE, JUMP_FAILED, PROXY_REFUSED, CANCELLED
   */
  connect({ host, port, via = [] }: SshTarget, signal: AbortSignal): Promise<Duplex> {
    return reach({ host, port }, { via, limits: DEFAULT_LIMITS, jumps: this.#tools.jumps, signal });
  }

  /** Closes the sessions of every key that begins so: idle ones at once, one in use when its use is over. */
  async evict(keyPrefix: string): Promise<void> {
    const lanes = [...this.#lanes.values()].filter(({ key }) => key.startsWith(keyPrefix));
    await Promise.all(lanes.map((lane) => this.#dismiss(lane)));
  }

  /** The same for one key that another process wants to claim: the next use here has to claim it again. */
  async yieldIdle(key: string): Promise<void> {
    const lane = this.#lanes.get(key);
    if (lane !== undefined) await this.#dismiss(lane);
  }

  /** Ends every use with CANCELLED and closes every session. Resolves when all are gone. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const controller of this.#visits.keys()) controller.abort(new SshError('CANCELLED', { reason: 'closed' }));
    await Promise.allSettled(this.#visits.values());
    await this.evict('');
    await Promise.all(this.#closing);
    await this.#tools.jumps.close();
  }

  async #queue<T>(visit: Visit, work: (session: SshSession) => Promise<T>): Promise<T> {
    const lane = this.#lane(visit.use.key);
    this.#idle.want(lane, true);
    await lane.enter(visit.signal);
    try {
      return await this.#serve(lane, visit, work);
    } catch (error) {
      // Trying the same refused secret again only brings a lock-out nearer.
      if (error instanceof SshError && error.code === 'AUTH_FAILED') lane.refuse(error);
      throw error;
    } finally {
      lane.isDismissed = false;
      lane.leave();
      if (!lane.isBusy) this.#idle.want(lane, false);
      this.#tidy(lane);
    }
  }

  async #serve<T>(lane: Lane, visit: Visit, work: (session: SshSession) => Promise<T>): Promise<T> {
    const woken = await this.#wake(lane, visit);
    if (woken === null) return this.#lend(lane, await this.#openFor(lane, visit), work);
    try {
      return await this.#lend(lane, woken, work);
    } catch (error) {
      if (!diedUnasked(error, woken) || visit.signal.aborted) throw error;
    }
    return this.#lend(lane, await this.#openFor(lane, visit), work);
  }

  /** The open session of a lane, once there is a place for its use; null when there is none, or none any more. */
  async #wake(lane: Lane, { candidate, signal, limits }: Visit): Promise<Lent | null> {
    if (lane.session === null) return null;
    const lease = await this.#tools.admissions.session(candidate, signal);
    const { session } = lane;
    if (session === null || session.isOver) {
      lease.release();
      return null;
    }
    this.#idle.remove(lane);
    session.wake();
    session.startDeadline(limits.sessionTimeoutMs);
    this.#reused += 1;
    return { session, lease, release: session.obey(signal) };
  }

  async #openFor(lane: Lane, visit: Visit): Promise<Lent> {
    await lane.closing;
    const lent = await openPooledSession(visit, this.#tools);
    lane.session = lent.session;
    this.#open += 1;
    this.#opened += 1;
    return lent;
  }

  async #lend<T>(lane: Lane, { session, lease, release }: Lent, work: (session: SshSession) => Promise<T>): Promise<T> {
    try {
      return await session.lend(work);
    } finally {
      release();
      lease.release();
      await this.#putBack(lane);
    }
  }

  /** After a use: keeps the session or closes it. */
  async #putBack(lane: Lane): Promise<void> {
    const { session, isDismissed } = lane;
    if (session === null) return;
    if (isDismissed || session.isOver || this.#isClosed) return this.#drop(lane);
    session.rest(this.#limits.idleMs, () => {
      if (this.#idle.remove(lane)) void this.#drop(lane);
    });
    const leaving = this.#idle.keep(lane);
    if (leaving === lane) return this.#drop(lane);
    if (leaving !== null) void this.#drop(leaving);
  }

  async #dismiss(lane: Lane): Promise<void> {
    if (this.#idle.remove(lane)) await this.#drop(lane);
    else lane.isDismissed = lane.isBusy;
  }

  async #drop(lane: Lane): Promise<void> {
    const { session } = lane;
    if (session === null) return;
    lane.session = null;
    this.#open -= 1;
    lane.closing = session.close();
    const { closing } = lane;
    this.#closing.add(closing);
    await closing;
    this.#closing.delete(closing);
    this.#tidy(lane);
  }

  #lane(key: string): Lane {
    const known = this.#lanes.get(key);
    if (known !== undefined) return known;
    const lane = new Lane(key);
    this.#lanes.set(key, lane);
    return lane;
  }

  /** Not before its last session is closed: a new lane would not know that it has to wait. */
  #tidy(lane: Lane): void {
    if (lane.isDeserted && !this.#closing.has(lane.closing)) this.#lanes.delete(lane.key);
  }
}

function diedUnasked(error: unknown, { session }: Lent): boolean {
  return error instanceof SshError && error.code === 'CONNECTION_LOST' && session.answers === 0;
}
