/** A target that waits for its turn. `hostId`: null for an appliance that has no host. */
export interface WaitingTarget {
  readonly applianceId: string;
  readonly hostId: string | null;
}

/** What is asked when a worker has room. */
export interface Turn<T extends WaitingTarget> {
  /** In the order in which they are to begin. */
  readonly pending: readonly T[];
  /** Targets in flight, by host; a host without any may be absent. */
  readonly busyHosts: ReadonlyMap<string, number>;
  /** How many targets more may be in flight. */
  readonly room: number;
  /** Instances of one host that may be in flight at a time. Absent: 1. */
  readonly perHost?: number | undefined;
}

/**
 * Returns the targets that begin now, in order. An instance waits while its host has as many in flight as allowed, and
 * those behind it go first meanwhile; appliances without a host never wait for each other.
 */
export function nextTargets<T extends WaitingTarget>({ pending, busyHosts, room, perHost = 1 }: Turn<T>): readonly T[] {
  const busy = new Map(busyHosts);
  const begun: T[] = [];
  for (const target of pending) {
    if (begun.length >= room) break;
    if (target.hostId !== null) {
      const inFlight = busy.get(target.hostId) ?? 0;
      if (inFlight >= perHost) continue;
      busy.set(target.hostId, inFlight + 1);
    }
    begun.push(target);
  }
  return begun;
}
