import { SshError } from '../errors.js';
import type { SshSession } from '../ssh-session.js';

/** One session that outlives the use it was opened for. */
export class PooledSession {
  readonly #controller = new AbortController();
  #session: SshSession | null = null;
  #unclaim: (() => Promise<void>) | null;
  #rest: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;
  #isOver = false;
  #answers = 0;
  #told: (() => void) | null = null;

  /** `unclaim` is called once, after the session is closed. */
  constructor(unclaim: (() => Promise<void>) | null) {
    this.#unclaim = unclaim;
  }

  /** Ends the session when it fires. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Answers of the server in the use under way. */
  get answers(): number {
    return this.#answers;
  }

  countAnswer(): void {
    this.#answers += 1;
  }

  /** A connection for it begins; one login may need two. */
  begun(): void {
    this.#isOver = false;
  }

  opened(session: SshSession): void {
    this.#session = session;
  }

  /** Its connection has ended. */
  ended(): void {
    this.#isOver = true;
    const told = this.#told;
    this.wake();
    told?.();
  }

  /** Bounds the use under way, once. */
  startDeadline(timeoutMs: number | null): void {
    if (timeoutMs === null || this.#deadline !== undefined) return;
    const lapse = (): void => this.#controller.abort(new SshError('SESSION_TIMEOUT', { timeoutMs }));
    this.#deadline = setTimeout(lapse, timeoutMs);
  }

  /** Obeys the signal of one use until the returned function is called. */
  obey(signal: AbortSignal): () => void {
    const cancel = (): void => this.#controller.abort(signal.reason);
    if (signal.aborted) cancel();
    else signal.addEventListener('abort', cancel, { once: true });
    return () => {
      signal.removeEventListener('abort', cancel);
      clearTimeout(this.#deadline);
      this.#deadline = undefined;
    };
  }

  /** Does the work on the open session; `answers` counts from here. */
  async lend<T>(work: (session: SshSession) => Promise<T>): Promise<T> {
    if (this.#session === null) throw new SshError('CANCELLED', { reason: 'not-open' });
    this.#answers = 0;
    return work(this.#session);
  }

  /** Lies idle; `over` is called once when that has lasted too long or the connection has ended. */
  rest(idleMs: number, over: () => void): void {
    this.#told = over;
    this.#rest = setTimeout(() => {
      this.#told = null;
      over();
    }, idleMs);
  }

  wake(): void {
    this.#told = null;
    clearTimeout(this.#rest);
  }

  /** Closes the session and lets go of the claim on it. */
  async close(): Promise<void> {
    this.wake();
    await this.#session?.close();
    const unclaim = this.#unclaim;
    this.#unclaim = null;
    // A claim that cannot be given back dies with the connection it hangs on; the work was done all the same.
    await unclaim?.().catch(() => undefined);
  }
}
