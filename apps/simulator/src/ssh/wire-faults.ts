import type { Appliance } from '../fleet/appliance.js';
import type { FaultOf, WireFault, WireFaultKind } from './wire-fault.js';

/** A fault that was set, and what became of it. */
export interface StandingFault {
  readonly fault: WireFault;
  /** How often it happens still; `null` until it is cleared. */
  remaining: number | null;
  /** How many go by before it happens. */
  skips: number;
  /** How often it happened. */
  happened: number;
}

/**
 * The trouble each appliance makes on the wire. Of several faults of one kind the one set first comes first. Faults of
 * a connection are read when it opens, those of an answer at each command; nothing of this outlives the process.
 */
export class WireFaults {
  private readonly standing = new Map<Appliance, StandingFault[]>();

  /** Sets a fault beside those that stand already. */
  add(appliance: Appliance, fault: WireFault): void {
    const list = this.standing.get(appliance) ?? [];
    const remaining = 'count' in fault ? (fault.count ?? null) : null;
    list.push({ fault, remaining, skips: 'skip' in fault ? (fault.skip ?? 0) : 0, happened: 0 });
    this.standing.set(appliance, list);
  }

  /** Ends all faults of an appliance, or those of one kind; returns how many. */
  clear(appliance: Appliance, kind: WireFaultKind | null = null): number {
    const list = this.standing.get(appliance) ?? [];
    const kept = kind === null ? [] : list.filter(({ fault }) => fault.kind !== kind);
    if (kept.length === 0) this.standing.delete(appliance);
    else this.standing.set(appliance, kept);
    return list.length - kept.length;
  }

  /** What is set for an appliance, in the order it was. Those that happened as often as they should are left out. */
  list(appliance: Appliance): readonly StandingFault[] {
    return this.standing.get(appliance) ?? [];
  }

  /** The first standing fault of a kind that `suits`, or `null`; it is not used up by this. */
  peek<K extends WireFaultKind>(
    appliance: Appliance,
    kind: K,
    suits: (fault: FaultOf<K>) => boolean = () => true,
  ): FaultOf<K> | null {
    return (this.find(appliance, kind, suits)?.fault as FaultOf<K> | undefined) ?? null;
  }

  /** Like {@link peek}, and lets it happen once: a counted fault that happened often enough is gone. */
  take<K extends WireFaultKind>(
    appliance: Appliance,
    kind: K,
    suits: (fault: FaultOf<K>) => boolean = () => true,
  ): FaultOf<K> | null {
    const found = this.find(appliance, kind, suits);
    if (found === undefined) return null;
    if (found.skips > 0) {
      found.skips -= 1;
      return null;
    }
    found.happened += 1;
    if (found.remaining !== null) found.remaining -= 1;
    if (found.remaining === 0) this.remove(appliance, found);
    return found.fault as FaultOf<K>;
  }

  private find<K extends WireFaultKind>(
    appliance: Appliance,
    kind: K,
    suits: (fault: FaultOf<K>) => boolean,
  ): StandingFault | undefined {
    return this.standing.get(appliance)?.find(({ fault }) => fault.kind === kind && suits(fault as FaultOf<K>));
  }

  private remove(appliance: Appliance, used: StandingFault): void {
    const kept = (this.standing.get(appliance) ?? []).filter((each) => each !== used);
    if (kept.length === 0) this.standing.delete(appliance);
    else this.standing.set(appliance, kept);
  }
}
