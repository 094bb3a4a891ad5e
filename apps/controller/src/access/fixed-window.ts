/** What a window says of one more request. */
export interface Taken {
  allowed: boolean;
  limit: number;
  remaining: number;
  /** Whole seconds until the count starts again. */
  resetSeconds: number;
}

/** Counts per key in windows of fixed length, in this process only. */
export class FixedWindow {
  private readonly counts = new Map<string, { count: number; endsAtMs: number }>();
  private sweptAtMs = 0;

  constructor(
    readonly limit: number,
    readonly windowMs: number,
  ) {}

  /** Counts one more for `key`; beyond the limit it is not allowed. */
  take(key: string, nowMs: number): Taken {
    this.forgetOld(nowMs);
    const known = this.counts.get(key);
    const window = known && known.endsAtMs > nowMs ? known : { count: 0, endsAtMs: nowMs + this.windowMs };
    window.count += 1;
    this.counts.set(key, window);
    return this.verdict(window, nowMs);
  }

  /** True if `key` has nothing left; counts nothing. */
  isSpent(key: string, nowMs: number): boolean {
    const window = this.counts.get(key);
    return window !== undefined && window.endsAtMs > nowMs && window.count >= this.limit;
  }

  private verdict({ count, endsAtMs }: { count: number; endsAtMs: number }, nowMs: number): Taken {
    return {
      allowed: count <= this.limit,
      limit: this.limit,
      remaining: Math.max(0, this.limit - count),
      resetSeconds: Math.max(1, Math.ceil((endsAtMs - nowMs) / 1000)),
    };
  }

  // Once per window, so that addresses seen once do not stay for ever.
  private forgetOld(nowMs: number): void {
    if (nowMs - this.sweptAtMs < this.windowMs) return;
    this.sweptAtMs = nowMs;
    for (const [key, window] of this.counts) if (window.endsAtMs <= nowMs) this.counts.delete(key);
  }
}
