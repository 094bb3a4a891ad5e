import type { Drive, PartState, SimulatedHost } from '../fleet/appliance.js';

/** Parts of a host as its Management Service shows them: the last seen ones while the hypervisor does not answer. */
export interface SeenParts {
  readonly drives: readonly Drive[];
  readonly powerSupplies: readonly PartState[];
  readonly chipsFailed: number;
}

/** The parts as they are, or as they were when the hypervisor stopped answering. */
export function seenParts(host: SimulatedHost): SeenParts {
  const { frozen, drives } = host;
  if (frozen === null) return host;
  return {
    drives: drives.map((drive, at) => ({ ...drive, state: frozen.drives[at] ?? drive.state })),
    powerSupplies: frozen.powerSupplies,
    chipsFailed: frozen.chipsFailed,
  };
}

/** Whether the hypervisor answers its Management Service; while it does not, the health values stay as they are. */
export function setHypervisorReachable(host: SimulatedHost, reachable: boolean): void {
  if (reachable) host.frozen = null;
  else
    host.frozen ??= {
      drives: host.drives.map((drive) => drive.state),
      powerSupplies: [...host.powerSupplies],
      chipsFailed: host.chipsFailed,
    };
}
