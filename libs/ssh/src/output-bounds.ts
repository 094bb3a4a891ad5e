import type { SshErrorDetails } from './errors.js';
import type { SshLimits } from './ssh-target.js';

const LINE_FEED = 0x0a;

/** Counts what one command prints against the limits. */
export class OutputBounds {
  readonly #limits: SshLimits;
  #bytes = 0;
  #lines = 0;

  constructor(limits: SshLimits) {
    this.#limits = limits;
  }

  /** Returns the details of OUTPUT_TOO_LARGE with the bound that is passed with this chunk; null within both. */
  take(chunk: Buffer): SshErrorDetails | null {
    const { maxOutputBytes, maxOutputLines } = this.#limits;
    this.#bytes += chunk.length;
    if (this.#bytes > maxOutputBytes) return { bound: 'bytes', maxOutputBytes };
    for (let at = chunk.indexOf(LINE_FEED); at >= 0; at = chunk.indexOf(LINE_FEED, at + 1)) this.#lines += 1;
    return this.#lines > maxOutputLines ? { bound: 'lines', maxOutputLines } : null;
  }
}
