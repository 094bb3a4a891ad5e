import { SshError } from './errors.js';

interface Waiter {
  grant(): void;
}

/**
 * Bounds how many sessions run side by side. Slots are granted first come, first served; a released slot goes
 * straight to the oldest waiter, so nobody can overtake the queue.
 */
export class SessionSlots {
  readonly #max: number;
  readonly #waiting = new Set<Waiter>();
  #inUse = 0;

  /** @throws {RangeError} when `max` is not a whole number of at least 1. */
  constructor(max: number) {
    if (!Number.isInteger(max) || max < 1) throw new RangeError(`a limit of ${max} sessions lets nobody in`);
    this.#max = max;
  }

  get inUse(): number {
    return this.#inUse;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /**
   * Waits for a slot and returns the function that gives it back; calling that twice does nothing more.
   * @throws {SshError} CANCELLED - the signal fired before a slot was free.
   */
  acquire(signal?: AbortSignal): Promise<() => void> {
    if (signal?.aborted) return Promise.reject(new SshError('CANCELLED', {}, { cause: signal.reason }));
    if (this.#inUse < this.#max) {
      this.#inUse += 1;
      return Promise.resolve(this.#releaseOnce());
    }
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(waiter);
        reject(new SshError('CANCELLED', {}, { cause: signal?.reason }));
      };
      const waiter: Waiter = {
        grant: () => {
          signal?.removeEventListener('abort', leave);
          resolve(this.#releaseOnce());
        },
      };
      this.#waiting.add(waiter);
      signal?.addEventListener('abort', leave, { once: true });
    });
  }

  #releaseOnce(): () => void {
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      this.#passOn();
    };
  }

  #passOn(): void {
    const [oldest] = this.#waiting; // a Set iterates in order of insertion
    if (oldest === undefined) {
      this.#inUse -= 1;
      return;
    }
    this.#waiting.delete(oldest);
    oldest.grant();
  }
}
