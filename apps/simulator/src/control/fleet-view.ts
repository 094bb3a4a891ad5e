import { isSameConfig } from '../adc/adc-config.js';
import type { SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import { chipsUp } from '../fleet/chip-allotment.js';

function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}

/** A host with its instances as `GET /fleet` shows it. */
export function hostView(host: SimulatedHost): Record<string, unknown> {
  return {
    name: host.name,
    address: host.address,
    port: host.port,
    platform: host.model.platform,
    serial: host.serial,
    build: host.build,
    bootedAt: instant(host.bootedAt),
    down: host.down,
    latencyMs: host.latencyMs,
    disks: host.drives.map(({ slot, state }) => ({ slot, state })),
    powerSupplies: host.powerSupplies.map((state, position) => ({ number: position + 1, state })),
    chips: { total: host.model.chips, failed: host.chipsFailed },
    instances: host.instances.map(instanceView),
  };
}

/** An instance as `GET /fleet` and the answers of its routes show it. */
export function instanceView(instance: SimulatedInstance): Record<string, unknown> {
  return {
    name: instance.name,
    address: instance.address,
    port: instance.port,
    serial: instance.serial,
    build: instance.build,
    bootedAt: instant(instance.bootedAt),
    engineStartedAt: instant(instance.engineStartedAt),
    down: instance.down,
    halted: instance.halted,
    latencyMs: instance.latencyMs,
    chips: { assigned: instance.chips, up: chipsUp(instance) },
    ha:
      instance.peer === null
        ? null
        : { role: instance.role, peer: instance.peer.name, propagationMs: instance.propagationMs },
    callhome: { enabled: instance.running.features.includes('CH'), ...instance.running.callhome },
    uploadAlarm: instance.running.uploadAlarm,
    unsaved: !isSameConfig(instance.running, instance.saved),
    registration: instance.registration,
    events: Object.fromEntries(
      Object.entries(instance.events).map(([event, { firstAt, latestAt }]) => [
        event,
        { firstAt: instant(firstAt), latestAt: instant(latestAt) },
      ]),
    ),
  };
}
