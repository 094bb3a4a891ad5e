const MINUTE_MS = 60_000;
const SOURCES = 10_000;

/** Counts by address, a minute at a time. Addresses can be forged, so what it remembers has a bound. */
export class PerSource {
  private counts = new Map<string, number>();
  private minute = 0;

  constructor(private readonly perMinute: number) {}

  /** True: not too many yet. `nowMs` in milliseconds of UTC. */
  allows(address: string, nowMs: number): boolean {
    const minute = Math.floor(nowMs / MINUTE_MS);
    if (minute !== this.minute) {
      this.minute = minute;
      this.counts = new Map();
    }
    const count = (this.counts.get(address) ?? 0) + 1;
    if (count === 1 && this.counts.size >= SOURCES) return false;
    this.counts.set(address, count);
    return count <= this.perMinute;
  }
}
