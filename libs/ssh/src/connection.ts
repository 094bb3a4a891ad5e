import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import ssh2 from 'ssh2';
import { connectionFailure, type ConnectionStage } from './connection-failure.js';
import { algorithmOffer } from './dial/algorithm-offer.js';
import { gatherWrites } from './dial/gather-writes.js';
import { JumpHosts } from './dial/jump-hosts.js';
import type { OpenOptions, SessionProgress } from './dial/open-options.js';
import { reach } from './dial/reach.js';
import { SshError, type SshErrorCode, type SshErrorDetails } from './errors.js';
import { describeHostKey, type OfferedHostKey } from './host-key.js';
import { planLogin, type LoginAttempt } from './login.js';
import type { Hop, SshLimits, SshTarget } from './ssh-target.js';

/** How long a polite goodbye may take before the socket is cut. */
const GOODBYE_MS = 2_000;

/** Questions for a sign of life that may stay unanswered. */
const KEEPALIVE_MISSES = 3;

export interface Settle<T> {
  resolve(value: T): void;
  reject(error: Error): void;
}

export interface ExchangeBound {
  readonly timeoutMs: number;
  /** What was awaited, for the details of COMMAND_TIMEOUT. */
  readonly awaiting: string;
}

/** One logged-in transport. The first failure ends it, and everything that waits on it rejects with that failure. */
export class Connection {
  readonly client = new ssh2.Client();
  readonly #target: SshTarget;
  readonly #limits: SshLimits;
  readonly #options: OpenOptions;
  readonly #login: LoginAttempt;
  readonly #waiting = new Set<(error: Error) => void>();
  #stream: Duplex | null = null;
  #stage: ConnectionStage = 'connecting';
  #stageTimer: NodeJS.Timeout | undefined;
  #sessionTimer: NodeJS.Timeout | undefined;
  #failure: Error | null = null;
  #hostKey: OfferedHostKey | null = null;
  #release: (() => void) | null = null;
  #abandonWay: AbortController | null = null;

  /** @throws {SshError} every code but those of commands and files. */
  static async open(target: SshTarget, limits: SshLimits, options: OpenOptions = {}): Promise<Connection> {
    const connection = new Connection(target, limits, options);
    await connection.#open();
    return connection;
  }

  private constructor(target: SshTarget, limits: SshLimits, options: OpenOptions) {
    this.#target = target;
    this.#limits = limits;
    this.#options = options;
    this.#login = planLogin(target, (error) => this.fail(error.code, error.details));
  }

  /** The key the server proved to hold. */
  get hostKey(): OfferedHostKey {
    if (this.#hostKey === null) throw new SshError('CONNECTION_LOST', this.#address());
    return this.#hostKey;
  }

  /** Ends the connection. Only the first call counts; `details` gain the address. */
  fail(code: SshErrorCode, details: SshErrorDetails = {}, cause?: unknown): void {
    if (this.#failure === null) this.#end(this.error(code, details, cause));
  }

  /** Makes an error that carries the address, without ending anything. */
  error(code: SshErrorCode, details: SshErrorDetails = {}, cause?: unknown): SshError {
    return new SshError(code, { ...this.#address(), ...details }, cause === undefined ? undefined : { cause });
  }

  /** Calls `told` once when the connection ends; at once if it has. Returns how to take that back. */
  whenEnded(told: (failure: Error) => void): () => void {
    if (this.#failure !== null) told(this.#failure);
    else this.#waiting.add(told);
    return () => this.#waiting.delete(told);
  }

  /** Runs one exchange: its own answer, the end of the connection or the time limit settles it, whichever is first. */
  exchange<T>(bound: ExchangeBound, start: (settle: Settle<T>) => void): Promise<T> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise<T>((resolve, reject) => {
      const abandon = (error: Error): void => {
        leave();
        reject(error);
      };
      const timer = setTimeout(() => this.fail('COMMAND_TIMEOUT', { ...bound }), bound.timeoutMs);
      const leave = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(abandon);
      };
      this.#waiting.add(abandon);
      try {
        start({
          resolve: (value) => {
            leave();
            this.#options.answered?.();
            resolve(value);
          },
          reject: abandon,
        });
      } catch (thrown) {
        // The client throws "Not connected" when the socket died a moment ago.
        abandon(this.#failure ?? this.error('CONNECTION_LOST', {}, thrown));
      }
    });
  }

  async close(): Promise<void> {
    if (this.#failure === null) {
      this.#abandonAll(this.error('CANCELLED', { reason: 'closed' }));
      this.client.end();
      const cut = setTimeout(() => this.#stream?.destroy(), GOODBYE_MS);
      await this.#gone();
      clearTimeout(cut);
      return;
    }
    await this.#gone();
  }

  async #gone(): Promise<void> {
    const stream = this.#stream;
    if (stream === null || stream.closed) return;
    await new Promise((resolve) => stream.once('close', resolve));
  }

  #open(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject);
      const { signal } = this.#options;
      signal?.addEventListener('abort', this.#cancel, { once: true });
      if (signal?.aborted) return this.#cancel();
      const { sessionTimeoutMs } = this.#limits;
      if (sessionTimeoutMs !== null) {
        const lapse = (): void => this.fail('SESSION_TIMEOUT', { timeoutMs: sessionTimeoutMs });
        this.#sessionTimer = setTimeout(lapse, sessionTimeoutMs);
      }
      const ready = (): void => {
        this.#stage = 'ready';
        this.#progress('login', null);
        clearTimeout(this.#stageTimer);
        this.#waiting.delete(reject);
        resolve();
      };
      const { via } = this.#target;
      if (via === undefined || via.length === 0) this.#dial(ready);
      else this.#dialThrough(via, ready);
    });
  }

  #dial(ready: () => void): void {
    const { connectTimeoutMs } = this.#limits;
    const startedMs = performance.now();
    this.#startTimer('CONNECT_TIMEOUT', connectTimeoutMs);
    // Without noDelay, Nagle and delayed acknowledgements cost 40 ms on every round trip.
    const socket = gatherWrites(connect({ host: this.#target.host, port: this.#target.port, noDelay: true }));
    this.#listen(socket);
    socket.once('lookup', (error: Error | null, address: string) => {
      if (error === null) this.#progress('address', address);
    });
    socket.once('connect', () => {
      this.#progress('connected', `${socket.remoteAddress ?? this.#target.host} port ${this.#target.port}`);
      if (this.#failure === null) this.#ask(connectTimeoutMs - (performance.now() - startedMs), ready);
    });
  }

  #dialThrough(via: readonly Hop[], ready: () => void): void {
    this.#abandonWay = new AbortController();
    const jumps = this.#options.jumps ?? new JumpHosts(Connection.open, { idleMs: 0, refusedMs: 0 });
    const way = { via, limits: this.#limits, jumps, signal: this.#abandonWay.signal };
    reach(this.#target, way).then(
      (stream) => {
        this.#progress('connected', `through ${via.map(({ host }) => host).join(', ')}`);
        this.#listen(stream);
        if (this.#failure !== null) stream.destroy();
        else this.#ask(this.#limits.connectTimeoutMs, ready);
      },
      (error: unknown) => {
        if (error instanceof SshError) this.#endOver(error);
        else this.#end(asError(error));
      },
    );
  }

  /** Registered before the client's own listeners, so that an ended stream is named as what it is. */
  #listen(stream: Duplex): void {
    const lost = (): void => this.fail('CONNECTION_LOST', { stage: this.#stage });
    this.#stream = stream.on('end', lost).on('close', lost);
    stream.on('error', (error: Error) => this.#endOver(error));
  }

  /** Waits to be admitted, on nobody's clock, and goes on to the key exchange. */
  #ask(leftMs: number, ready: () => void): void {
    const { admit } = this.#options;
    if (admit === undefined) {
      if (this.#abandonWay !== null) this.#startTimer('CONNECT_TIMEOUT', leftMs);
      return this.#shakeHands(ready);
    }
    clearTimeout(this.#stageTimer);
    admit().then(
      (release) => {
        if (this.#failure !== null) return release();
        this.#release = release;
        this.#startTimer('CONNECT_TIMEOUT', leftMs);
        this.#shakeHands(ready);
      },
      (error: unknown) => this.#end(asError(error)),
    );
  }

  #shakeHands(ready: () => void): void {
    this.client
      .on('error', (error) => this.#endOver(error))
      .on('handshake', () => {
        if (this.#stage !== 'connecting') return; // keys are renegotiated on long sessions
        this.#stage = 'login';
        this.#progress('key', `${this.hostKey.algorithm} ${this.hostKey.fingerprint}`);
        this.#startTimer('AUTH_TIMEOUT', this.#limits.authTimeoutMs);
      })
      .on('change password', () => this.fail('PASSWORD_CHANGE_REQUIRED'))
      .on('ready', ready)
      .connect({
        sock: this.#stream as Duplex,
        username: this.#target.username,
        readyTimeout: 0, // the two timers of the stages say which half was slow
        keepaliveInterval: this.#limits.keepaliveMs,
        keepaliveCountMax: KEEPALIVE_MISSES,
        algorithms: algorithmOffer(this.#target.algorithms, this.#target.knownKeyType),
        authHandler: this.#login.authHandler,
        hostVerifier: (blob: Buffer) => this.#judge(blob),
      });
  }

  #progress(at: SessionProgress['at'], found: string | null): void {
    this.#options.progress?.({ at, found });
  }

  #startTimer(code: 'CONNECT_TIMEOUT' | 'AUTH_TIMEOUT', timeoutMs: number): void {
    clearTimeout(this.#stageTimer);
    const { connectTimeoutMs, authTimeoutMs } = this.#limits;
    const allowedMs = code === 'CONNECT_TIMEOUT' ? connectTimeoutMs : authTimeoutMs;
    this.#stageTimer = setTimeout(() => this.fail(code, { timeoutMs: allowedMs }), Math.max(0, timeoutMs));
  }

  /** Runs before the login starts, so that no byte of a secret reaches a server nobody approved. */
  #judge(blob: Buffer): boolean {
    const key = describeHostKey(blob);
    try {
      const verdict = this.#hostKey === null || this.#hostKey.blob.equals(blob) ? this.#target.trust(key) : 'changed';
      if (verdict === 'trusted') {
        this.#hostKey = key;
        return true;
      }
      const code = verdict === 'changed' ? 'HOST_KEY_CHANGED' : 'HOST_KEY_UNTRUSTED';
      this.fail(code, { algorithm: key.algorithm, fingerprint: key.fingerprint });
    } catch (thrown) {
      this.#end(asError(thrown)); // the caller's own mistake, shown as it is
    }
    return false;
  }

  readonly #cancel = (): void => {
    const reason: unknown = this.#options.signal?.reason;
    if (reason instanceof SshError) this.fail(reason.code, reason.details, reason);
    else this.fail('CANCELLED', {}, reason);
  };

  /** Ends over an error of the stream, of a hop or of the client. */
  #endOver(error: Error): void {
    if (this.#failure !== null) return;
    if (error instanceof SshError) return this.fail(error.code, error.details, error.cause);
    const { code, details, cause } = connectionFailure(error, this.#stage, this.#login.secretOffered);
    const stage = code === 'CONNECTION_LOST' ? { stage: this.#stage } : {};
    const offer = details['reason'] === 'no-common-algorithm' ? { algorithms: this.#target.algorithms } : {};
    this.fail(code, { ...stage, ...offer, ...details }, cause);
  }

  #end(failure: Error): void {
    if (this.#failure !== null) return;
    this.#abandonAll(failure);
    this.#stream?.destroy();
  }

  #abandonAll(failure: Error): void {
    this.#failure = failure;
    this.#options.signal?.removeEventListener('abort', this.#cancel);
    clearTimeout(this.#stageTimer);
    clearTimeout(this.#sessionTimer);
    this.#abandonWay?.abort();
    for (const abandon of [...this.#waiting]) abandon(failure);
    this.#waiting.clear();
    this.#release?.();
    this.#release = null;
  }

  #address(): SshErrorDetails {
    return { host: this.#target.host, port: this.#target.port };
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
