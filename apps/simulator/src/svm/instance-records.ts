import { versionText } from '../adc/release.js';
import type { SimulatedHost, SimulatedInstance } from '../fleet/appliance.js';
import { stableHex, stableUuid } from '../fleet/build-fleet.js';
import { chipsUp, virtualFunctions } from '../fleet/chip-allotment.js';
import { fields, type Field, type FieldRow } from './render-records.js';

/** The opaque key by which the Management Service knows an instance. */
export function instanceId(instance: SimulatedInstance): string {
  return stableHex(instance.name);
}

/** `show ns`, for the instances given, at `now` (epoch ms) */
export function instanceRecords(host: SimulatedHost, instances: readonly SimulatedInstance[], now: number): Field[][] {
  return instances.map((instance) => instanceRecord(host, instance, now));
}

/** State of an instance at `now` (epoch ms) as its Management Service sees it. */
export function instanceState(instance: SimulatedInstance, now: number): string {
  if (instance.halted || instance.down) return 'Down';
  return instance.startingUntil > now ? 'Out of Service' : 'Up';
}

/** Operations of RSA and Mbps of bulk encryption that one chip is worth when they are counted in units. */
export const UNITS_PER_CHIP = { acu: 15_000, scu: 2_500 } as const;

/** Chips, or units: the one host has never heard of the other. */
function cryptoRows(host: SimulatedHost, { chips }: SimulatedInstance): FieldRow[] {
  if (host.traits.cryptoUnit === 'chips') return [['SSL Cores', 'number_of_ssl_cores', chips]];
  return [
    ['Is New Crypto', 'is_new_crypto', 'true'],
    ['ACU', 'number_of_acu', chips * UNITS_PER_CHIP.acu],
    ['SCU', 'number_of_scu', chips * UNITS_PER_CHIP.scu],
    ['SSL Cards', 'number_of_ssl_cards', chips],
  ];
}

function instanceRecord(host: SimulatedHost, instance: SimulatedInstance, now: number): Field[] {
  const halted = instance.halted;
  return fields(
    ['Id', 'id', instanceId(instance)],
    ['Name', 'name', instance.name],
    ['IP Address', 'ip_address', instance.address],
    ['Host IP Address', 'host_ip_address', host.xenAddress],
    ['UUID', 'uuid', stableUuid(instance.name)],
    ['Version', 'version', halted ? '' : versionText(instance.build, false)],
    ['VM State', 'vm_state', halted ? 'Halted' : 'Running'],
    ['Instance State', 'instance_state', instanceState(instance, now)],
    ['HA Master State', 'ha_master_state', halted ? '' : instance.role],
    ['HA Peer', 'ha_ip_address', instance.peer === null ? null : instance.peer.address],
    ...cryptoRows(host, instance),
    ['SSL Cores Up', 'number_of_ssl_cores_up', chipsUp(instance)],
    ['SSL Virtual Functions', 'ssl_virtual_functions', halted ? '' : virtualFunctions(instance)],
    ['Cores', 'number_of_cores', halted ? 0 : instance.cores],
    ['Memory', 'vm_memory_total', `${instance.memoryMb} MB`],
    ['Throughput', 'throughput', `${instance.throughputMbps} Mbps`],
    ['Disk Allocation', 'disk_allocation', host.drives.length >= 4 ? 'Bay 3-4' : 'Bay 1'],
  );
}
