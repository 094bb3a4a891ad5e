import { SshError } from './errors.js';

/**
 * Lets a few commands of one session run side by side, in the order they were asked for. A server that opens no second
 * channel beside another is noticed: what it refused is asked again alone, and so is everything after.
 */
export class CommandTurns {
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  #atOnce: number;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  async take(run: () => Promise<string>): Promise<string> {
    if (this.#running >= this.#atOnce) await new Promise<void>((begin) => this.#waiting.push(begin));
    else this.#running += 1;
    const wasAlone = this.#running === 1;
    try {
      return await run();
    } catch (error) {
      if (wasAlone || !isRefusedChannel(error)) throw error;
      this.#atOnce = 1;
    } finally {
      this.#next();
    }
    return this.take(run);
  }

  #next(): void {
    this.#running -= 1;
    while (this.#running < this.#atOnce) {
      const begin = this.#waiting.shift();
      if (begin === undefined) return;
      this.#running += 1;
      begin();
    }
  }
}

function isRefusedChannel(error: unknown): boolean {
  return error instanceof SshError && error.code === 'CHANNEL_REFUSED';
}
