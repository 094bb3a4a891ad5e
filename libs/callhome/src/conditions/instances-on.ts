import { instanceKey } from './host-hardware.js';
import type { HostInstance } from './host-hardware.js';

/**
 * Returns the instances whose disk lies in the given bays, as `3-4`. Where no allocation names them, that is every
 * instance: the first mirror carries the SVM and the hypervisor, and an allocation may not be printed at all.
 */
export function instancesOn(bays: string, instances: readonly HostInstance[]): readonly string[] {
  const there = bays === '' ? [] : instances.filter(({ diskAllocation }) => namesBays(diskAllocation ?? '', bays));
  return (there.length > 0 ? there : instances).map(instanceKey);
}

function namesBays(allocation: string, bays: string): boolean {
  return allocation.split(/[^\d-]+/).includes(bays);
}
