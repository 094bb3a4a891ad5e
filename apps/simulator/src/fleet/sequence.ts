/** Things in the order they came, each with a number higher than the one before; the oldest can be taken off cheaply. */
export class Sequence<T extends { readonly seq: number }> {
  private held: T[] = [];
  /** Position of the oldest that counts. */
  private oldest = 0;

  /** How many there are. */
  get length(): number {
    return this.held.length - this.oldest;
  }

  /** Puts one behind all others. */
  push(one: T): void {
    this.held.push(one);
  }

  /** Takes the oldest off; `undefined` when there is none. */
  shift(): T | undefined {
    const first = this.held[this.oldest];
    if (first === undefined) return undefined;
    this.oldest += 1;
    // What was taken off is cut away in ever larger pieces, so that each costs next to nothing.
    if (this.oldest > 64 && this.oldest * 2 > this.held.length) {
      this.held = this.held.slice(this.oldest);
      this.oldest = 0;
    }
    return first;
  }

  /** Those with a higher number than `seq`, found without looking at the others. */
  after(seq: number): readonly T[] {
    let [low, high] = [this.oldest, this.held.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.held[middle]?.seq ?? 0) > seq) high = middle;
      else low = middle + 1;
    }
    return this.held.slice(low);
  }
}
