import { createHmac, randomBytes } from 'node:crypto';
import { SshError } from '../errors.js';
import type { JumpHop, Hop, SshLimits, SshTarget } from '../ssh-target.js';
import { hopFailure } from './hop-failure.js';
import type { JumpConnection } from './tunnel.js';

/** Opens the connection to a jump host; it goes through `jumps` for the hops before it. */
export type OpenJump = (
  target: SshTarget,
  limits: SshLimits,
  options: { readonly signal: AbortSignal; readonly jumps: JumpHosts },
) => Promise<JumpConnection>;

export interface JumpHostTimes {
  /** How long a connection without users is kept for the next one. 0: not at all. */
  readonly idleMs: number;
  /** How long a refused login is not tried again, however many servers lie behind the hop. */
  readonly refusedMs: number;
}

export interface JumpLease {
  readonly connection: JumpConnection;
  /** Gives the connection back; calling it twice does nothing more. */
  release(): void;
}

/** The hops up to and with a jump host. */
export type JumpPath = readonly [...before: Hop[], last: JumpHop];

interface Shared {
  readonly opening: Promise<JumpConnection>;
  readonly giveUp: AbortController;
  users: number;
  idle: NodeJS.Timeout | undefined;
}

/** Keys hold secrets only through this, so that no heap dump lists them in the clear twice. */
const FINGERPRINT_KEY = randomBytes(32);

/**
 * Shares one logged-in connection per jump host, way to it and login. It is counted, closed when nobody has used it
 * for a while, and made anew after it was lost.
 */
export class JumpHosts {
  readonly #open: OpenJump;
  readonly #times: JumpHostTimes;
  readonly #shared = new Map<string, Shared>();
  readonly #refused = new Map<string, { readonly error: unknown; readonly untilMs: number }>();

  constructor(open: OpenJump, times: JumpHostTimes) {
    this.#open = open;
    this.#times = times;
  }

  /** Connections open or being opened. */
  get size(): number {
    return this.#shared.size;
  }

  /**
   * Waits for the connection to the last hop. Whoever leases it judges its key, also when it is open already.
   * @throws {SshError} JUMP_FAILED, PROXY_REFUSED, CANCELLED
   */
  async lease(path: JumpPath, limits: SshLimits, signal: AbortSignal): Promise<JumpLease> {
    const key = pathKey(path);
    const refused = this.#refused.get(key);
    if (refused !== undefined && refused.untilMs > performance.now()) throw refused.error;
    const shared = this.#shared.get(key) ?? this.#start(key, path, limits);
    shared.users += 1;
    clearTimeout(shared.idle);
    let held = true;
    const release = (): void => {
      if (!held) return;
      held = false;
      this.#leave(key, shared);
    };
    try {
      const connection = await unlessAborted(shared.opening, signal);
      this.#judge(path, connection);
      return { connection, release };
    } catch (error) {
      if (isKeyVerdict(error)) this.#forget(key, shared);
      release();
      throw error;
    }
  }

  /** Ends every connection; sessions through them fail. */
  async close(): Promise<void> {
    const all = [...this.#shared.values()];
    this.#shared.clear();
    await Promise.all(
      all.map((shared) => {
        clearTimeout(shared.idle);
        shared.giveUp.abort();
        return shared.opening.then(
          (connection) => connection.close(),
          () => undefined,
        );
      }),
    );
  }

  #start(key: string, path: JumpPath, limits: SshLimits): Shared {
    const hop = path[path.length - 1] as JumpHop;
    const { host, port, username, login, trust, algorithms } = hop;
    const target: SshTarget = {
      ...{ host, port, username, login, trust, algorithms },
      channel: 'exec',
      via: path.slice(0, -1),
    };
    const giveUp = new AbortController();
    const opening = this.#open(target, { ...limits, sessionTimeoutMs: null }, { signal: giveUp.signal, jumps: this });
    const shared: Shared = {
      opening: opening.catch((error: unknown) => {
        const failure = hopFailure(error, hop);
        this.#forget(key, shared);
        if (isRefusedLogin(failure)) this.#remember(key, failure);
        throw failure;
      }),
      giveUp,
      users: 0,
      idle: undefined,
    };
    this.#shared.set(key, shared);
    shared.opening.then(
      (connection) => connection.whenEnded(() => this.#forget(key, shared)),
      () => undefined,
    );
    return shared;
  }

  #judge(path: JumpPath, { hostKey }: JumpConnection): void {
    const hop = path[path.length - 1] as JumpHop;
    const verdict = hop.trust(hostKey);
    if (verdict === 'trusted') return;
    const code = verdict === 'changed' ? 'HOST_KEY_CHANGED' : 'HOST_KEY_UNTRUSTED';
    const { algorithm, fingerprint } = hostKey;
    throw hopFailure(new SshError(code, { algorithm, fingerprint }), hop);
  }

  #leave(key: string, shared: Shared): void {
    shared.users -= 1;
    if (shared.users > 0) return;
    const end = (): void => {
      this.#forget(key, shared);
      shared.giveUp.abort();
    };
    // One that nobody waits for any more need not be finished either.
    if (this.#shared.get(key) !== shared || this.#times.idleMs === 0) return end();
    shared.idle = setTimeout(end, this.#times.idleMs);
  }

  #forget(key: string, shared: Shared): void {
    if (this.#shared.get(key) === shared) this.#shared.delete(key);
    clearTimeout(shared.idle);
  }

  #remember(key: string, error: unknown): void {
    const nowMs = performance.now();
    for (const [old, { untilMs }] of this.#refused) if (untilMs <= nowMs) this.#refused.delete(old);
    this.#refused.set(key, { error, untilMs: nowMs + this.#times.refusedMs });
  }
}

function isRefusedLogin(error: unknown): boolean {
  const code = error instanceof SshError ? error.details['hopCode'] : undefined;
  return code === 'AUTH_FAILED' || code === 'PASSWORD_CHANGE_REQUIRED';
}

function isKeyVerdict(error: unknown): boolean {
  const code = error instanceof SshError ? error.details['hopCode'] : undefined;
  return code === 'HOST_KEY_UNTRUSTED' || code === 'HOST_KEY_CHANGED';
}

function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new SshError('CANCELLED', {}, { cause: signal.reason }));
    if (signal.aborted) return cancel();
    signal.addEventListener('abort', cancel, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}

/** Two paths are the same way when every hop has the same address, login and algorithms. */
function pathKey(path: readonly Hop[]): string {
  const parts = path.map((hop) => {
    const { kind, host, port, username = null } = hop;
    return [kind, host, port, username, ...(hop.kind === 'jump' ? loginParts(hop) : [hop.password?.reveal()])];
  });
  return createHmac('sha256', FINGERPRINT_KEY).update(JSON.stringify(parts)).digest('base64');
}

function loginParts({ login, algorithms }: JumpHop): (string | undefined)[] {
  return login.kind === 'password'
    ? [algorithms, 'password', login.password.reveal()]
    : [algorithms, 'key', login.privateKey.reveal(), login.passphrase?.reveal()];
}
