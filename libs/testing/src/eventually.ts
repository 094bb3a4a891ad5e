import { setTimeout as pause } from 'node:timers/promises';

export interface Patience {
  /** Default 10 seconds. */
  readonly timeoutMs?: number;
  /** Default 50 milliseconds. */
  readonly everyMs?: number;
}

/**
 * Runs an assertion again and again until it holds, and gives what it returned. When time is up it throws the
 * assertion's own last error, so that a spec fails with the values it saw.
 */
export async function eventually<T>(attempt: () => T | Promise<T>, patience: Patience = {}): Promise<T> {
  const { timeoutMs = 10_000, everyMs = 50 } = patience;
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() >= deadline) throw error;
    }
    await pause(everyMs);
  }
}
