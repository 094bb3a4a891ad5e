import type { Appliance } from './appliance.js';

/** What clients did with one appliance. */
export interface TrafficCounts {
  /** TCP connections accepted. */
  connections: number;
  authOk: number;
  authFailed: number;
  /** Logins open now. */
  sessionsOpen: number;
  /** Most logins that were open at one time. */
  sessionsMax: number;
  commands: number;
  techsupportRuns: number;
}

const COUNT_NAMES = [
  'connections',
  'authOk',
  'authFailed',
  'sessionsOpen',
  'sessionsMax',
  'commands',
  'techsupportRuns',
] as const satisfies readonly (keyof TrafficCounts)[];

function noTraffic(): TrafficCounts {
  return { connections: 0, authOk: 0, authFailed: 0, sessionsOpen: 0, sessionsMax: 0, commands: 0, techsupportRuns: 0 };
}

/** Counts of all appliances that have been spoken to. */
export class TrafficStats {
  private readonly counts = new Map<string, TrafficCounts>();

  /** The counts of one appliance, to be raised in place. */
  of(appliance: Appliance): TrafficCounts {
    let counts = this.counts.get(appliance.name);
    if (counts === undefined) {
      counts = noTraffic();
      this.counts.set(appliance.name, counts);
    }
    return counts;
  }

  /** A login began. */
  opened(appliance: Appliance): void {
    const counts = this.of(appliance);
    counts.authOk += 1;
    counts.sessionsOpen += 1;
    counts.sessionsMax = Math.max(counts.sessionsMax, counts.sessionsOpen);
  }

  /** A login ended. */
  closed(appliance: Appliance): void {
    this.of(appliance).sessionsOpen -= 1;
  }

  /** Sums over the fleet, where `sessionsMax` is the highest of any one appliance, and the counts by name. */
  report(): { totals: TrafficCounts; appliances: Record<string, TrafficCounts> } {
    const totals = noTraffic();
    for (const counts of this.counts.values()) {
      for (const name of COUNT_NAMES) {
        totals[name] = name === 'sessionsMax' ? Math.max(totals[name], counts[name]) : totals[name] + counts[name];
      }
    }
    return { totals, appliances: Object.fromEntries(this.counts) };
  }
}
