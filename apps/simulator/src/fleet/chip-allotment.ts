import type { SimulatedHost, SimulatedInstance } from './appliance.js';

/**
 * Chips behind the virtual functions of an instance, counted from 0.
 *
 * Two neighbours share their chips, so that one lost chip hits two instances and leaves others alone, which is how a
 * failed chip tells itself apart from a fault of one instance.
 */
export function chipsOf(instance: SimulatedInstance): number[] {
  const { host } = instance;
  if (host === null) return Array.from({ length: instance.chips }, (_, position) => position);
  const first = Math.floor((instance.number - 1) / 2) * 4;
  return Array.from({ length: instance.chips }, (_, position) => (first + position) % host.model.chips);
}

/** Virtual functions of an instance that still work; lost chips are lost from number 0 upwards. 0 when halted. */
export function chipsUp(instance: SimulatedInstance): number {
  if (instance.halted) return 0;
  const failed = instance.host?.chipsFailed ?? instance.cardsFailed;
  return chipsOf(instance).filter((chip) => chip >= failed).length;
}

/** Chips that still work on the host, and those of them nobody has been assigned. */
export function chipTotals(host: SimulatedHost): { total: number; free: number } {
  const total = host.model.chips - (host.frozen?.chipsFailed ?? host.chipsFailed);
  const assigned = host.instances.reduce((sum, instance) => sum + instance.chips, 0);
  return { total, free: Math.max(0, total - assigned) };
}

/** Addresses of the virtual functions as the hypervisor writes them. */
export function virtualFunctions(instance: SimulatedInstance): string {
  return chipsOf(instance)
    .map(
      (chip, position) =>
        `0000:${(11 + (chip % 4)).toString(16).padStart(2, '0')}:${10 + Math.floor(chip / 4)}.${position + 1}`,
    )
    .join(',');
}
