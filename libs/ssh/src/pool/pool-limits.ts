/** How much one process does at once. */
export interface PoolLimits {
  /** Sessions logging in or at work. Idle ones are bound by `maxIdle` instead. */
  readonly maxSessions: number;
  /** The same for the appliances of one site; null when only the whole is bound. */
  readonly maxSessionsPerSite: number | null;
  /** Connects waiting for an answer. */
  readonly maxDials: number;
  /** Open sessions nobody is using, kept for the next use; the least recently used are closed first. 0 keeps none. */
  readonly maxIdle: number;
  /** Longest rest of one of them: shorter than the server's own patience (900 s on appliances as delivered). */
  readonly idleMs: number;
}

export const DEFAULT_POOL_LIMITS: PoolLimits = {
  maxSessions: 100,
  maxSessionsPerSite: null,
  maxDials: 128,
  maxIdle: 1_000,
  idleMs: 600_000,
};

/** @throws {RangeError} when a limit is no whole number in its range, because it would let nobody in, or everybody. */
export function checkPoolLimits(limits: PoolLimits): PoolLimits {
  const { maxSessions, maxSessionsPerSite, maxDials, maxIdle, idleMs } = limits;
  const atLeastOne = { maxSessions, maxDials, ...(maxSessionsPerSite === null ? {} : { maxSessionsPerSite }) };
  for (const [name, value] of Object.entries(atLeastOne)) {
    if (!Number.isInteger(value) || value < 1) throw new RangeError(`${name} of ${value} lets nobody in`);
  }
  if (!Number.isInteger(maxIdle) || maxIdle < 0) throw new RangeError(`maxIdle of ${maxIdle} is no number of sessions`);
  if (!(idleMs > 0)) throw new RangeError(`idleMs of ${idleMs} is no time`);
  return limits;
}
