/** When an appliance started, as far as one reading can tell: between the two, by our clock. */
export interface BootReading {
  readonly earliestMs: number;
  readonly latestMs: number;
  /** When the appliance was last seen in this run, by our clock; absent: not kept, and then only the start decides. */
  readonly readAtMs?: number;
  /** How long it had run then, cut to the printed unit; kept together with `readAtMs`. */
  readonly uptimeMs?: number;
  /** Serial number or host id of what answered; absent or null: not known. Nodes of a pair share addresses. */
  readonly node?: string | null;
}

/** An uptime as read. `resolutionMs` is the smallest unit printed: an hour for `41 days, 3 hours`. */
export interface UptimeReading {
  readonly readAtMs: number;
  readonly uptimeMs: number;
  readonly resolutionMs: number;
  /** As in {@link BootReading}. */
  readonly node?: string | null;
}

/**
 * Turns an uptime into the interval in which the appliance started. A printed uptime is cut, not rounded, so the real
 * one may be longer by almost one unit. Uptimes do not depend on the appliance's clock being right.
 */
export function bootReading({ readAtMs, uptimeMs, resolutionMs, node = null }: UptimeReading): BootReading {
  const latestMs = readAtMs - uptimeMs;
  return { earliestMs: latestMs - resolutionMs, latestMs, readAtMs, uptimeMs, node };
}
