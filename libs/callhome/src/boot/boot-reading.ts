/** When an appliance started, as far as one reading can tell: between the two, by our clock. */
export interface BootReading {
  readonly earliestMs: number;
  readonly latestMs: number;
}

/** An uptime as read. `resolutionMs` is the smallest unit printed: an hour for `41 days, 3 hours`. */
export interface UptimeReading {
  readonly readAtMs: number;
  readonly uptimeMs: number;
  readonly resolutionMs: number;
}

/**
 * Turns an uptime into the interval in which the appliance started. A printed uptime is cut, not rounded, so the real
 * one may be longer by almost one unit. Uptimes do not depend on the appliance's clock being right.
 */
export function bootReading({ readAtMs, uptimeMs, resolutionMs }: UptimeReading): BootReading {
  const latestMs = readAtMs - uptimeMs;
  return { earliestMs: latestMs - resolutionMs, latestMs };
}
