import { SshError } from '../errors.js';
import type { PoolLimits } from './pool-limits.js';

/** Who asks, and since when: a lower ticket has waited longer. */
export interface Candidate {
  readonly ticket: number;
  readonly site: string | null;
  /** Did not answer last time; suspects together hold at most half of anything. */
  readonly suspect: boolean;
}

export interface Lease {
  /** Gives the place back; calling it twice does nothing more. */
  release(): void;
  /** The appliance has answered: from now on it counts as one of the living. */
  clear(): void;
}

/** `dial`: to connect. `session`: to log in, or to work on a session that is open. */
type Stage = 'dial' | 'session';

interface Waiter {
  readonly ticket: number;
  readonly grant: (lease: Lease) => void;
}

interface Count {
  all: number;
  suspects: number;
}

interface Site {
  /** False for what belongs to no site. */
  readonly isBound: boolean;
  readonly dials: Count;
  readonly sessions: Count;
  /** Suspects that answered the connect and wait for a session. */
  connectedSuspects: number;
}

/** Waiters that are alike: whoever of them has waited longest goes first. */
interface Line {
  readonly stage: Stage;
  readonly site: Site;
  readonly suspect: boolean;
  readonly waiters: Waiter[];
}

/** So many more dials than sessions may a site have under way: few servers then wait connected for their turn. */
const DIALS_PER_SESSION = 2;

/**
 * Decides who may connect and who may log in. The oldest goes first among those that may; a dead address costs a dial
 * and never a session, and those that did not answer last time leave half of both to the others.
 */
export class Admissions {
  readonly #limits: PoolLimits;
  readonly #lines = new Map<string, Line>();
  readonly #sites = new Map<string | null, Site>();
  readonly #dials: Count = { all: 0, suspects: 0 };
  readonly #sessions: Count = { all: 0, suspects: 0 };
  #connectedSuspects = 0;
  #lastTicket = 0;
  #waiting = 0;

  constructor(limits: PoolLimits) {
    this.#limits = limits;
  }

  get dialling(): number {
    return this.#dials.all;
  }

  get inUse(): number {
    return this.#sessions.all;
  }

  get waiting(): number {
    return this.#waiting;
  }

  ticket(): number {
    return (this.#lastTicket += 1);
  }

  /** @throws {SshError} CANCELLED - the signal fired first. */
  dial(candidate: Candidate, signal: AbortSignal): Promise<Lease> {
    return this.#enter('dial', candidate, signal);
  }

  /** @throws {SshError} CANCELLED - the signal fired first. */
  session(candidate: Candidate, signal: AbortSignal): Promise<Lease> {
    return this.#enter('session', candidate, signal);
  }

  /**
   * `session` for a server that has answered the connect and is kept waiting meanwhile.
   * @throws {SshError} CANCELLED - the signal fired first.
   */
  async sessionOfConnected(candidate: Candidate, signal: AbortSignal): Promise<Lease> {
    if (!candidate.suspect) return this.#enter('session', candidate, signal);
    const site = this.#site(candidate.site);
    const count = (by: 1 | -1): void => {
      site.connectedSuspects += by;
      this.#connectedSuspects += by;
    };
    count(1);
    try {
      return await this.#enter('session', candidate, signal);
    } finally {
      count(-1);
      this.#admit();
    }
  }

  #enter(stage: Stage, candidate: Candidate, signal: AbortSignal): Promise<Lease> {
    return new Promise((resolve, reject) => {
      const cancelled = (): void => reject(new SshError('CANCELLED', {}, { cause: signal.reason }));
      if (signal.aborted) return cancelled();
      const { waiters } = this.#line(stage, candidate);
      const leave = (): void => {
        waiters.splice(waiters.indexOf(waiter), 1);
        this.#waiting -= 1;
        cancelled();
      };
      const waiter: Waiter = {
        ticket: candidate.ticket,
        grant: (lease) => {
          signal.removeEventListener('abort', leave);
          resolve(lease);
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      // Tickets come almost in order, so the place is near the end.
      let at = waiters.length;
      while (at > 0 && (waiters[at - 1]?.ticket ?? 0) > waiter.ticket) at -= 1;
      waiters.splice(at, 0, waiter);
      this.#waiting += 1;
      this.#admit();
    });
  }

  #line(stage: Stage, { site, suspect }: Candidate): Line {
    const key = `${stage} ${suspect} ${site === null ? '' : `of ${site}`}`;
    const known = this.#lines.get(key);
    if (known !== undefined) return known;
    const line = { stage, site: this.#site(site), suspect, waiters: [] };
    this.#lines.set(key, line);
    return line;
  }

  #site(name: string | null): Site {
    const known = this.#sites.get(name);
    if (known !== undefined) return known;
    const none = (): Count => ({ all: 0, suspects: 0 });
    const site = { isBound: name !== null, dials: none(), sessions: none(), connectedSuspects: 0 };
    this.#sites.set(name, site);
    return site;
  }

  /** Lets in whoever may, the oldest first, until nobody may. */
  #admit(): void {
    for (;;) {
      let next: Line | null = null;
      let oldest = Infinity;
      for (const line of this.#lines.values()) {
        const ticket = line.waiters[0]?.ticket ?? Infinity;
        if (ticket >= oldest || !this.#mayEnter(line)) continue;
        next = line;
        oldest = ticket;
      }
      const waiter = next?.waiters.shift();
      if (next === null || waiter === undefined) return;
      this.#waiting -= 1;
      waiter.grant(this.#take(next));
    }
  }

  /**
   * Who is not under suspicion dials only while a session is free for it: whoever answers should not have to wait. A
   * suspect is expected to stay silent, so it may dial meanwhile, unless one of its kind has answered and waits.
   */
  #mayEnter({ stage, site, suspect }: Line): boolean {
    const { maxDials, maxSessions } = this.#limits;
    if (stage === 'session') return this.#hasSession(site, suspect);
    if (!hasRoom(this.#dials, maxDials, suspect)) return false;
    if (!suspect) {
      return (
        this.#hasSession(site, false) && site.dials.all - site.dials.suspects < this.#maxOf(site) * DIALS_PER_SESSION
      );
    }
    const isCrowded = this.#connectedSuspects > 0 && !hasRoom(this.#sessions, maxSessions, true);
    return site.connectedSuspects === 0 && !isCrowded;
  }

  #hasSession(site: Site, suspect: boolean): boolean {
    return (
      hasRoom(this.#sessions, this.#limits.maxSessions, suspect) && hasRoom(site.sessions, this.#maxOf(site), suspect)
    );
  }

  #maxOf(site: Site): number {
    return (site.isBound ? this.#limits.maxSessionsPerSite : null) ?? Infinity;
  }

  #take({ stage, site, suspect }: Line): Lease {
    const counts = stage === 'dial' ? [this.#dials, site.dials] : [this.#sessions, site.sessions];
    let isHeld = true;
    let isSuspected = suspect;
    for (const count of counts) add(count, suspect, 1);
    return {
      release: () => {
        if (!isHeld) return;
        isHeld = false;
        for (const count of counts) add(count, isSuspected, -1);
        this.#admit();
      },
      clear: () => {
        if (!isHeld || !isSuspected) return;
        isSuspected = false;
        for (const count of counts) count.suspects -= 1;
        this.#admit();
      },
    };
  }
}

function add(count: Count, suspect: boolean, by: 1 | -1): void {
  count.all += by;
  if (suspect) count.suspects += by;
}

function hasRoom(count: Count, max: number, suspect: boolean): boolean {
  if (count.all >= max) return false;
  return !suspect || count.suspects < Math.max(1, Math.floor(max / 2));
}
