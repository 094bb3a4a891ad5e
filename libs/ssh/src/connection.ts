import { connect, type Socket } from 'node:net';
import ssh2 from 'ssh2';
import { connectionFailure, type ConnectionStage } from './connection-failure.js';
import { SshError, type SshErrorCode, type SshErrorDetails } from './errors.js';
import { describeHostKey, type OfferedHostKey } from './host-key.js';
import { planLogin, type LoginAttempt } from './login.js';
import type { SshLimits, SshTarget } from './ssh-target.js';

/** How long a polite goodbye may take before the socket is cut. */
const GOODBYE_MS = 2_000;

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
  readonly #socket: Socket;
  readonly #target: SshTarget;
  readonly #login: LoginAttempt;
  readonly #waiting = new Set<(error: Error) => void>();
  readonly #closed: Promise<void>;
  readonly #stopListening: () => void;
  #stage: ConnectionStage = 'connecting';
  #failure: Error | null = null;
  #hostKey: OfferedHostKey | null = null;

  /** @throws {SshError} every code but those of commands and files. */
  static async open(target: SshTarget, limits: SshLimits, signal?: AbortSignal): Promise<Connection> {
    const connection = new Connection(target, signal);
    await connection.#logIn(limits);
    return connection;
  }

  private constructor(target: SshTarget, signal?: AbortSignal) {
    this.#target = target;
    this.#login = planLogin(target, (error) => this.fail(error.code, error.details));
    const cancel = (): void => this.fail('CANCELLED', {}, signal?.reason);
    this.#stopListening = () => signal?.removeEventListener('abort', cancel);
    signal?.addEventListener('abort', cancel, { once: true });
    // Without noDelay, Nagle and delayed acknowledgements cost 40 ms on every round trip.
    this.#socket = connect({ host: target.host, port: target.port, noDelay: true });
    this.#closed = new Promise((resolve) => this.#socket.once('close', () => resolve()));
    // Registered before the client's own listeners, so that an ended socket is named as what it is.
    this.#socket.once('end', () => this.fail('CONNECTION_LOST'));
    this.#socket.once('close', () => this.fail('CONNECTION_LOST'));
  }

  /** The key the server proved to hold. */
  get hostKey(): OfferedHostKey {
    if (this.#hostKey === null) throw new SshError('CONNECTION_LOST', this.#address());
    return this.#hostKey;
  }

  /** Ends the connection. Only the first call counts; `details` gain the address. */
  fail(code: SshErrorCode, details: SshErrorDetails = {}, cause?: unknown): void {
    this.#end(this.error(code, details, cause));
  }

  /** Makes an error that carries the address, without ending anything. */
  error(code: SshErrorCode, details: SshErrorDetails = {}, cause?: unknown): SshError {
    return new SshError(code, { ...this.#address(), ...details }, cause === undefined ? undefined : { cause });
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
      const cut = setTimeout(() => this.#socket.destroy(), GOODBYE_MS);
      await this.#closed;
      clearTimeout(cut);
      return;
    }
    await this.#closed;
  }

  #logIn(limits: SshLimits): Promise<void> {
    return new Promise((resolve, reject) => {
      const lapse = (code: 'CONNECT_TIMEOUT' | 'AUTH_TIMEOUT', timeoutMs: number): NodeJS.Timeout =>
        setTimeout(() => this.fail(code, { timeoutMs }), timeoutMs);
      let timer = lapse('CONNECT_TIMEOUT', limits.connectTimeoutMs);
      const abandon = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      this.#waiting.add(abandon);
      this.client
        .on('error', (error) => {
          const { code, details, cause } = connectionFailure(error, this.#stage, this.#login.secretOffered);
          this.fail(code, details, cause);
        })
        .on('handshake', () => {
          if (this.#stage !== 'connecting') return; // keys are renegotiated on long sessions
          this.#stage = 'login';
          clearTimeout(timer);
          timer = lapse('AUTH_TIMEOUT', limits.authTimeoutMs);
        })
        .on('change password', () => this.fail('PASSWORD_CHANGE_REQUIRED'))
        .on('ready', () => {
          this.#stage = 'ready';
          clearTimeout(timer);
          this.#waiting.delete(abandon);
          resolve();
        })
        .connect({
          sock: this.#socket,
          username: this.#target.username,
          readyTimeout: 0, // the two timers above say which half was slow
          authHandler: this.#login.authHandler,
          hostVerifier: (blob: Buffer) => this.#judge(blob),
        });
    });
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

  #end(failure: Error): void {
    if (this.#failure !== null) return;
    this.#abandonAll(failure);
    this.#socket.destroy();
  }

  #abandonAll(failure: Error): void {
    this.#failure = failure;
    this.#stopListening();
    for (const abandon of [...this.#waiting]) abandon(failure);
  }

  #address(): SshErrorDetails {
    return { host: this.#target.host, port: this.#target.port };
  }
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown));
}
