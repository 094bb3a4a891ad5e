import { SimulatorError } from '../simulator-error.js';
import type { Appliance, SimulatedHost, SimulatedInstance } from './appliance.js';

/** All simulated appliances, found by name, and the word that something about them changed. */
export class Fleet {
  private readonly byName = new Map<string, Appliance>();
  private readonly listeners: (() => void)[] = [];

  constructor(
    readonly hosts: readonly SimulatedHost[],
    /** MPX and VPX that stand alone, and the addresses of clusters. */
    readonly standalone: readonly SimulatedInstance[] = [],
  ) {
    for (const host of hosts) {
      this.byName.set(host.name, host);
      for (const instance of host.instances) this.byName.set(instance.name, instance);
    }
    for (const instance of standalone) this.byName.set(instance.name, instance);
  }

  /** Hosts and instances, each host before its own. */
  appliances(): IterableIterator<Appliance> {
    return this.byName.values();
  }

  /** @throws {SimulatorError} NOT_FOUND - when no host or instance has the name */
  appliance(name: string): Appliance {
    const found = this.byName.get(name);
    if (found === undefined)
      throw new SimulatorError('NOT_FOUND', `No appliance is named ${name}; GET /fleet lists them.`);
    return found;
  }

  /** @throws {SimulatorError} NOT_FOUND - when no host has the name */
  host(name: string): SimulatedHost {
    const found = this.appliance(name);
    if (found.kind !== 'host')
      throw new SimulatorError(
        'NOT_FOUND',
        found.host === null
          ? `${name} is not a host; it stands alone.`
          : `${name} is an instance; its host is ${found.host.name}.`,
      );
    return found;
  }

  /** @throws {SimulatorError} NOT_FOUND when no appliance has the name, BAD_REQUEST - when it is a host */
  instance(name: string): SimulatedInstance {
    const found = this.appliance(name);
    if (found.kind !== 'instance') throw new SimulatorError('BAD_REQUEST', `${name} is a host; this is for instances.`);
    return found;
  }

  /** Calls `listener` after every change that a restart should remember. */
  onChange(listener: () => void): void {
    this.listeners.push(listener);
  }

  /** Says that an appliance changed. */
  changed(): void {
    for (const listener of this.listeners) listener();
  }
}
