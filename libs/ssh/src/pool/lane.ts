import { SshError } from '../errors.js';
import type { PooledSession } from './pooled-session.js';

interface Waiter {
  enter(): void;
  refuse(error: SshError): void;
}

/** The uses of one key, one after the other in the order they came, and the session they share. */
export class Lane {
  readonly key: string;
  /** The open session, in use or idle; null between sessions. */
  session: PooledSession | null = null;
  /** Set when the session in use is not to be kept. */
  isDismissed = false;
  /** Settles when the session before is closed and its claim given back. */
  closing: Promise<void> = Promise.resolve();
  readonly #waiters: Waiter[] = [];
  #isBusy = false;

  constructor(key: string) {
    this.key = key;
  }

  get isBusy(): boolean {
    return this.#isBusy;
  }

  get isWanted(): boolean {
    return this.#waiters.length > 0;
  }

  get isDeserted(): boolean {
    return !this.#isBusy && this.#waiters.length === 0 && this.session === null;
  }

  /** @throws {SshError} CANCELLED - the signal fired first; or what the uses before were refused with. */
  enter(signal: AbortSignal): Promise<void> {
    if (!this.#isBusy) {
      this.#isBusy = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      const cancel = (): void => {
        this.#waiters.splice(this.#waiters.indexOf(waiter), 1);
        reject(new SshError('CANCELLED', {}, { cause: signal.reason }));
      };
      const waiter: Waiter = {
        enter: () => {
          signal.removeEventListener('abort', cancel);
          resolve();
        },
        refuse: (error) => {
          signal.removeEventListener('abort', cancel);
          reject(error);
        },
      };
      this.#waiters.push(waiter);
      signal.addEventListener('abort', cancel, { once: true });
    });
  }

  leave(): void {
    const next = this.#waiters.shift();
    if (next === undefined) this.#isBusy = false;
    else next.enter();
  }

  /** Sends everybody away who is waiting. */
  refuse(error: SshError): void {
    for (const waiter of this.#waiters.splice(0)) waiter.refuse(error);
  }
}
