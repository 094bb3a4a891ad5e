import type { Lane } from './lane.js';

/**
 * The lanes whose open session nobody is using, at most so many. When there are too many, the least recently used goes
 * that nobody waits for: a sweep over more appliances than are kept would otherwise throw out each session just before
 * its turn.
 */
export class IdleSessions {
  readonly #max: number;
  /** In order of their last use, the oldest first. */
  readonly #spare = new Set<Lane>();
  readonly #wanted = new Set<Lane>();

  constructor(max: number) {
    this.#max = max;
  }

  get size(): number {
    return this.#spare.size + this.#wanted.size;
  }

  /** Takes in a lane after a use; returns the one that has to go for it, which may be the same. Null if there is room. */
  keep(lane: Lane): Lane | null {
    (lane.isWanted ? this.#wanted : this.#spare).add(lane);
    if (this.size <= this.#max) return null;
    const [leaving = lane] = this.#spare;
    this.remove(leaving);
    return leaving;
  }

  /** Says whether somebody waits for this session now. */
  want(lane: Lane, isWanted: boolean): void {
    if (this.remove(lane)) (isWanted ? this.#wanted : this.#spare).add(lane);
  }

  /** True when it was here. */
  remove(lane: Lane): boolean {
    return this.#spare.delete(lane) || this.#wanted.delete(lane);
  }
}
